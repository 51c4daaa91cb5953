/** The places of numbers, from that of the smallest number to that of the largest; equal numbers keep their order. */
export function ranks(numbers: Float64Array): Int32Array {
  const order = Int32Array.from(numbers, (_, at) => at);
  for (let at = 1; at < numbers.length; at++) {
    if ((numbers[at] as number) < (numbers[at - 1] as number)) {
      // Infinities of one sign would give NaN, hence no difference.
      return order.sort((a, b) => {
        const [one, other] = [numbers[a] as number, numbers[b] as number];
        return one < other ? -1 : one > other ? 1 : a - b;
      });
    }
  }
  return order;
}

/** How many of some sorted numbers are at most a limit. */
export function countUpTo(sorted: Float64Array, limit: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] as number) <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
