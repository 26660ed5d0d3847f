/** `1-3,7`: whole numbers as Slurm lists the tasks of an array. @param numbers ascending */
export function toRanges(numbers: readonly number[]): string {
  const ranges: { readonly first: number; readonly last: number }[] = [];
  for (const number of numbers) {
    const open = ranges.at(-1);
    if (open?.last === number - 1) ranges[ranges.length - 1] = { ...open, last: number };
    else ranges.push({ first: number, last: number });
  }
  return ranges.map(({ first, last }) => (first === last ? `${first}` : `${first}-${last}`)).join();
}
