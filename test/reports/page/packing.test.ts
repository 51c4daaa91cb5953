import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Packer, Unpacker } from '../../../reports/page/packing.js';

describe('Packer', () => {
  it('writes what is read again, in the same order', () => {
    const natural = fc.oneof(fc.maxSafeNat(), fc.nat({ max: 300 }));
    const column = fc.oneof(fc.array(natural), fc.array(fc.nat({ max: 255 })), fc.array(fc.constant(0)));
    fc.assert(
      fc.property(fc.array(fc.oneof(natural, fc.string({ unit: 'grapheme' }), column)), (items) => {
        const packer = new Packer();
        for (const one of items) {
          if (typeof one === 'number') packer.natural(one);
          else if (typeof one === 'string') packer.text(one);
          else packer.column(one);
        }
        const unpacker = new Unpacker(packer.bytes);
        const read = items.map((one) => {
          if (typeof one === 'number') return unpacker.natural();
          return typeof one === 'string'
            ? unpacker.text()
            : [...unpacker.column(new Float64Array(one.length))];
        });
        expect(read).toEqual(items);
      }),
    );
  });

  it('takes a byte for what is below 128, and eight for what is largest', () => {
    const sizeOf = (number: number): number => {
      const packer = new Packer();
      packer.natural(number);
      return packer.bytes.length;
    };
    expect([0, 127, 128, 2 ** 14 - 1, 2 ** 14, Number.MAX_SAFE_INTEGER].map(sizeOf)).toEqual([
      1, 1, 2, 2, 3, 8,
    ]);
  });

  it('takes as many bytes for each number of a column as the greatest needs', () => {
    const sizeOf = (numbers: number[]): number => {
      const packer = new Packer();
      packer.column(numbers);
      return packer.bytes.length - 2;
    };
    expect([[0, 0], [1, 255], [1, 256], [Number.MAX_SAFE_INTEGER]].map(sizeOf)).toEqual([0, 2, 4, 7]);
  });

  it('reads a column into what has room for it, and a text later', () => {
    const packer = new Packer();
    packer.column([1, 65_535]);
    packer.text('über');
    packer.column([255, 2]);
    const unpacker = new Unpacker(packer.bytes);
    expect(unpacker.column(new Uint16Array(2))).toEqual(new Uint16Array([1, 65_535]));
    const text = unpacker.laterText();
    expect(unpacker.column(new Uint8Array(2))).toEqual(new Uint8Array([255, 2]));
    expect(text()).toBe('über');
  });

  it('grows with what is written', () => {
    const packer = new Packer();
    const long = 'ü'.repeat(10_000);
    packer.text(long);
    for (let number = 0; number < 10_000; number++) packer.natural(number);
    const unpacker = new Unpacker(packer.bytes);
    expect(unpacker.text()).toBe(long);
    for (let number = 0; number < 10_000; number++) expect(unpacker.natural()).toBe(number);
  });
});
