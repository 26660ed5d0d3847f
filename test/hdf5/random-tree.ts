import { createHdf5 } from '../../src/core/store/hdf5/write/sink.ts';
import { itemSize, NUMERIC_DTYPES, viewOf, type NumericDType } from '../../src/core/store/dtype.ts';
import type {
  ArraySpec,
  AttrInput,
  AttrsInput,
  Block,
  Compression,
  GroupSink,
  StoreSink,
} from '../../src/core/store/store.ts';
import { Utf8Array } from '../../src/core/store/utf8.ts';

export interface AttributeDescription {
  readonly kind: 'string' | 'bool' | 'int64' | 'strings' | 'int64s';
  readonly value: string | boolean | readonly string[];
}
export type Description =
  | {
      readonly kind: 'group';
      readonly attrs: Record<string, AttributeDescription>;
      readonly members: Record<string, Description>;
    }
  | {
      readonly kind: 'array';
      readonly attrs: Record<string, AttributeDescription>;
      readonly shape: readonly number[] | null;
      readonly growable?: boolean;
      readonly chunked?: boolean;
      readonly level?: number | null;
      readonly codec?: Compression['id'];
      readonly dtype?: string;
      readonly strings?: readonly string[];
      /** Base 64. */
      readonly bytes?: string;
    };

/** Mulberry32: the same numbers for the same seed, everywhere. */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed;
  }

  /** In [0, 1). */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    t ^= t + Math.imul(t ^ (t >>> 7), 61 | t);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  }

  /** In [0, limit). */
  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  pick<T>(choices: readonly [T, ...T[]]): T {
    return choices[this.below(choices.length)] ?? choices[0];
  }

  bytes(length: number): Uint8Array {
    return Uint8Array.from({ length }, () => this.below(256));
  }

  /** Mostly short, sometimes long. */
  text(longest = 9000): string {
    const length = this.below(this.chance(0.002) ? longest : 12);
    const letters = ['a', 'B', '7', ' ', '%', '.', 'é', 'ß', '中', '😀', '\n', '"', '\\'] as const;
    return Array.from({ length }, () => this.pick([...letters])).join('');
  }
}

export function describe(attrs: AttrsInput): Record<string, AttributeDescription> {
  const one = (input: AttrInput): AttributeDescription => {
    if (typeof input === 'string') return { kind: 'string', value: input };
    if (typeof input === 'boolean') return { kind: 'bool', value: input };
    if (typeof input === 'number') return { kind: 'int64', value: String(input) };
    if (input instanceof BigInt64Array) return { kind: 'int64s', value: Array.from(input, String) };
    return { kind: 'strings', value: input };
  };
  return Object.fromEntries(Object.entries(attrs).map(([name, input]) => [name, one(input)]));
}

const list = <T>(length: number, make: (i: number) => T): T[] =>
  Array.from({ length }, (_, i) => make(i));

function randomAttrs(random: Random): AttrsInput {
  const one = (): AttrInput => {
    switch (random.below(6)) {
      case 0:
        return random.chance(0.5);
      case 1:
        return random.pick([0, -1, 42, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER]);
      case 2:
        return list(random.chance(0.02) ? 5000 : random.below(5), () => random.text());
      case 3:
        return BigInt64Array.from(
          list(random.below(4), () => BigInt(random.below(2 ** 32)) << 31n),
        );
      default:
        return random.text();
    }
  };
  const count = random.chance(0.1) ? 40 : random.below(5);
  return Object.fromEntries(list(count, (i) => [`${random.text(60)}${i}`, one()]));
}

/** What differs between trees of HDF5 and of Zarr. */
export interface TreeLimits {
  /** A name, the same again at times. */
  readonly name: (random: Random) => string;
  readonly compression: (random: Random) => Compression;
}

const HDF5_LIMITS: TreeLimits = {
  name: (random) => random.text(5000),
  compression: (random) =>
    random.chance(0.5) ? { id: 'gzip', level: 1 + random.below(9) } : { id: 'none' },
};

function randomShape(random: Random): number[] {
  const side = (): number =>
    random.chance(0.1) ? 0 : 1 + random.below(random.chance(0.1) ? 900 : 9);
  return list(random.pick([0, 1, 1, 1, 2, 2, 3]), (axis) => (axis === 0 ? side() : side() % 13));
}

/** An array's sink, the blocks to append to it in order, and what is expected of it. */
interface Writing {
  readonly blocks: Block[];
  readonly name: string;
  readonly spec: ArraySpec;
  readonly parent: GroupSink;
}

function randomArray(
  random: Random,
  limits: TreeLimits,
): { spec: ArraySpec; blocks: Block[]; expected: Description } {
  const shape = randomShape(random);
  const [rows = 1, ...others] = shape;
  const rowLength = others.reduce((product, n) => product * n, 1);
  const growable = shape.length > 0 && random.chance(0.3);
  const chunkRows = random.chance(0.6) ? 1 + random.below(random.chance(0.3) ? 2000 : 20) : null;
  const compression = limits.compression(random);
  const attrs = randomAttrs(random);
  // The hint of a growable array may be wrong; rows without values cannot be counted.
  const hint = growable && rowLength > 0 && random.chance(0.5) ? random.below(50) : rows;
  const numericName = random.pick<NumericDType>(['bool', ...NUMERIC_DTYPES]);
  const isString = random.chance(0.25);
  const spec: ArraySpec = {
    dtype: isString ? { kind: 'string' } : { kind: 'numeric', name: numericName },
    shape: shape.length === 0 ? [] : [hint, ...others],
    growable,
    chunkRows,
    compression,
    attrs,
  };
  const chunked =
    shape.length > 0 &&
    (growable || (rows * rowLength > 0 && (chunkRows !== null || compression.id !== 'none')));
  const level = compression.id === 'none' ? null : compression.level;
  const common = {
    kind: 'array',
    attrs: describe(attrs),
    shape,
    growable,
    chunked,
    level,
    codec: compression.id,
  } as const;
  const cuts = [
    0,
    ...list(random.below(5), () => random.below(rows + 1)).sort((a, b) => a - b),
    rows,
  ];
  const spans = cuts
    .slice(1)
    .map((stop, i) => [(cuts[i] ?? 0) * rowLength, stop * rowLength] as const);
  if (isString) {
    const strings = list(rows * rowLength, () => random.text());
    const blocks = spans.map(([start, stop]): Block => ({
      kind: 'string',
      values: Utf8Array.from(strings.slice(start, stop)),
    }));
    return { spec, blocks, expected: { ...common, dtype: 'string', strings } };
  }
  const size = itemSize(numericName);
  const bytes = random.bytes(rows * rowLength * size);
  if (numericName === 'bool') bytes.forEach((byte, i) => (bytes[i] = byte & 1));
  const blocks = spans.map(([start, stop]): Block => ({
    kind: 'numeric',
    dtype: numericName,
    values: viewOf(numericName, bytes.buffer, start * size, stop - start),
  }));
  const expected = { ...common, dtype: numericName, bytes: Buffer.from(bytes).toString('base64') };
  return { spec, blocks, expected };
}

/** Writes a random tree to an HDF5 file. */
export const writeRandomTree = (path: string, seed: number): Promise<Description> =>
  writeTree((attrs) => createHdf5(path, attrs), seed, HDF5_LIMITS);

/**
 * Writes a random tree, with arrays open at the same time and their blocks in random order.
 * @returns what is in it
 */
export async function writeTree(
  create: (attrs: AttrsInput) => Promise<StoreSink>,
  seed: number,
  limits: TreeLimits,
): Promise<Description> {
  const random = new Random(seed);
  const attrs = randomAttrs(random);
  const sink = await create(attrs);
  try {
    const members: Record<string, Description> = {};
    const writings: Writing[] = [];
    await fill(random, limits, sink.root, members, writings, 2);
    await writeInterleaved(random, writings);
    await sink.finish();
    return { kind: 'group', attrs: describe(attrs), members };
  } finally {
    await sink.close();
  }
}

async function fill(
  random: Random,
  limits: TreeLimits,
  group: GroupSink,
  members: Record<string, Description>,
  writings: Writing[],
  depth: number,
): Promise<void> {
  const count = random.chance(0.15) ? 60 : random.below(9);
  for (let i = 0; i < count; i++) {
    const name = `${limits.name(random)}${i}`;
    const attrs = randomAttrs(random);
    if (random.chance(0.1)) {
      await group.nothing(name, attrs);
      members[name] = { kind: 'array', attrs: describe(attrs), shape: null };
    } else if (depth > 0 && random.chance(0.3)) {
      const below: Record<string, Description> = {};
      members[name] = { kind: 'group', attrs: describe(attrs), members: below };
      await fill(random, limits, await group.group(name, attrs), below, writings, depth - 1);
    } else {
      const { spec, blocks, expected } = randomArray(random, limits);
      members[name] = expected;
      writings.push({ parent: group, name, spec, blocks });
    }
  }
}

/** Up to five arrays at once. */
async function writeInterleaved(random: Random, writings: readonly Writing[]): Promise<void> {
  const queue = [...writings];
  const one = async (): Promise<void> => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      const array = await next.parent.array(next.name, next.spec);
      for (const block of next.blocks) {
        if (random.chance(0.3)) await new Promise((resolve) => setImmediate(resolve));
        await array.append(block);
      }
      await array.close();
    }
  };
  await Promise.all(list(5, one));
}

/** Names as genes have them, and worse. */
export const names = (count: number): string[] =>
  Array.from({ length: count }, (_, i) => (i % 7 === 0 ? `% mito/é ${i}` : `gene ${i} 😀`));
