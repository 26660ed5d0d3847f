/** Whether two lists of numbers, each in blocks of its own lengths, agree pair by pair and in length. */
export async function everyPair(
  left: AsyncIterable<Float64Array>,
  right: AsyncIterable<Float64Array>,
  agree: (a: number, b: number) => boolean,
): Promise<boolean> {
  const others = right[Symbol.asyncIterator]();
  let block: Float64Array = new Float64Array();
  let at = 0;
  /** The next value of the right one, or undefined at its end. */
  const refill = async (): Promise<boolean> => {
    while (at === block.length) {
      const next = await others.next();
      if (next.done === true) return false;
      [block, at] = [next.value, 0];
    }
    return true;
  };
  for await (const values of left) {
    for (let i = 0; i < values.length;) {
      if (!(await refill())) return false;
      const count = Math.min(values.length - i, block.length - at);
      for (let k = 0; k < count; k++) {
        if (!agree(values[i + k] ?? 0, block[at + k] ?? 0)) return false;
      }
      i += count;
      at += count;
    }
  }
  return !(await refill());
}
