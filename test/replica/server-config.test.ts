import { describe, expect, test } from 'vitest';
import { ConfigError, parseServerConfig } from '../../src/replica/server-config.js';

const good = {
  id: 'n1',
  nodes: { n1: '127.0.0.1:7001', n2: '127.0.0.1:7002' },
  dataDir: 'data',
  module: 'replica.js',
};

describe('parseServerConfig', () => {
  test('fills in the defaults', () => {
    expect(parseServerConfig(JSON.stringify(good))).toEqual({
      id: 'n1',
      nodes: new Map([
        ['n1', { host: '127.0.0.1', port: 7001 }],
        ['n2', { host: '127.0.0.1', port: 7002 }],
      ]),
      listen: { host: '127.0.0.1', port: 7001 },
      dataDir: 'data',
      module: 'replica.js',
      options: {},
      supervised: false,
    });
  });

  test('takes everything that can be said', () => {
    const given = { ...good, listen: '0.0.0.0:9', options: { w: 2 }, supervised: true };
    expect(parseServerConfig(JSON.stringify(given))).toMatchObject({
      listen: { host: '0.0.0.0', port: 9 },
      options: { w: 2 },
      supervised: true,
    });
  });

  test.each<[what: string, json: string, message: RegExp]>([
    ['no JSON', '{', /is not JSON/],
    ['no object', '[]', /must be an object; got \[\]/],
    ['an unknown field', JSON.stringify({ ...good, port: 1 }), /unknown fields: port\. Known: id, nodes/],
    ['no id', JSON.stringify({ ...good, id: undefined }), /"id" must be a text.*got nothing/],
    ['a foreign id', JSON.stringify({ ...good, id: 'n9' }), /"id" is n9, which is not among.*n1, n2/],
    ['no nodes', JSON.stringify({ ...good, nodes: ['n1'] }), /"nodes" must be an object/],
    ['a bad address', JSON.stringify({ ...good, nodes: { n1: 'x' } }), /"nodes\.n1": "x" is no address/],
    ['a number as address', JSON.stringify({ ...good, listen: 80 }), /"listen" must be an address.*got 80/],
    ['no data folder', JSON.stringify({ ...good, dataDir: '' }), /"dataDir" must be a text.*got ""/],
    ['no module', JSON.stringify({ ...good, module: null }), /"module" must be a text.*got null/],
    ['odd options', JSON.stringify({ ...good, options: 1 }), /"options" must be an object; got 1/],
    ['odd supervision', JSON.stringify({ ...good, supervised: 'yes' }), /"supervised" must be true or false/],
  ])('refuses %s', (_what, json, message) => {
    expect(() => parseServerConfig(json)).toThrow(ConfigError);
    expect(() => parseServerConfig(json)).toThrow(message);
  });
});
