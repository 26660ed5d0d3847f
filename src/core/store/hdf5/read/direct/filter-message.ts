export interface Filter {
  readonly id: number;
  readonly values: readonly number[];
}

/** Ids below this one are HDF5's own: version 2 of the message leaves out their names. */
const FIRST_FOREIGN_FILTER = 256;

/**
 * The filters in the order in which they were applied on writing (format specification, section
 * IV.A.2.l).
 * @throws RangeError when the message is damaged
 */
export function filtersOf(body: Buffer): Filter[] {
  const version = body.readUInt8(0);
  if (version !== 1 && version !== 2) throw new RangeError('an unknown filter message');
  const filters: Filter[] = [];
  let at = version === 1 ? 8 : 2;
  for (let left = body.readUInt8(1); left > 0; left--) {
    const id = body.readUInt16LE(at);
    const isNamed = version === 1 || id >= FIRST_FOREIGN_FILTER;
    const nameBytes = isNamed ? body.readUInt16LE(at + 2) : 0;
    // Flags follow, which only matter on writing.
    at += isNamed ? 6 : 4;
    const count = body.readUInt16LE(at);
    at += 2 + (version === 1 ? Math.ceil(nameBytes / 8) * 8 : nameBytes);
    const start = at;
    filters.push({
      id,
      values: Array.from({ length: count }, (_, i) => body.readUInt32LE(start + 4 * i)),
    });
    at += 4 * (version === 1 ? count + (count % 2) : count);
  }
  return filters;
}
