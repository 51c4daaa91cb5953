import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Packer, Unpacker } from '../../../reports/page/packing.js';

describe('Packer', () => {
  it('writes what is read again, in the same order', () => {
    const item = fc.oneof(fc.maxSafeNat(), fc.nat({ max: 300 }), fc.string({ unit: 'grapheme' }));
    fc.assert(
      fc.property(fc.array(item), (items) => {
        const packer = new Packer();
        for (const one of items) {
          if (typeof one === 'number') packer.natural(one);
          else packer.text(one);
        }
        const unpacker = new Unpacker(packer.bytes);
        expect(items.map((one) => (typeof one === 'number' ? unpacker.natural() : unpacker.text()))).toEqual(
          items,
        );
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
