import { expect, test } from 'vitest';
import { formatAddress, parseAddress } from '../../src/replica/address.js';

test.each([
  ['127.0.0.1:7000', { host: '127.0.0.1', port: 7000 }],
  ['n1:80', { host: 'n1', port: 80 }],
  ['[::1]:65535', { host: '::1', port: 65535 }],
  ['0.0.0.0:0', { host: '0.0.0.0', port: 0 }],
])('reads and writes %s', (text, address) => {
  expect(parseAddress(text)).toEqual(address);
  expect(formatAddress(address)).toBe(text);
});

test.each(['', 'n1', 'n1:', ':7000', 'n1:65536', 'n1:-1', '::1:7000', 'a b:1', 'n1:7000/x'])(
  'refuses %j with an example',
  (text) => {
    expect(() => parseAddress(text)).toThrow(/is no address. Expected host:port/);
  },
);
