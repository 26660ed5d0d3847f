import type { Random } from './random.ts';

/** Numbers with which sizes, counts and addresses lie. */
const LIES = [
  0n,
  1n,
  0xffn,
  0xffffn,
  0x7fffffffn,
  0xffffffffn,
  2n ** 53n,
  2n ** 63n,
  2n ** 64n - 1n,
];

type Mutation = (bytes: Buffer, random: Random) => Buffer;

const flip: Mutation = (bytes, random) => {
  const at = random.below(bytes.length);
  bytes.writeUInt8(bytes.readUInt8(at) ^ (1 << random.below(8)), at);
  return bytes;
};

/** A number, as wide as sizes and addresses are, in the place of what is there. */
const lie: Mutation = (bytes, random) => {
  const width = random.pick([1, 2, 4, 8]);
  if (bytes.length < width) return bytes;
  const at = Math.floor(random.below(bytes.length - width + 1) / width) * width;
  const [least = 0n, ...others] = LIES;
  const value = random.pick([least, ...others]);
  for (let i = 0; i < width; i += 1)
    bytes.writeUInt8(Number((value >> BigInt(8 * i)) & 0xffn), at + i);
  return bytes;
};

/** A block over another: addresses that overlap, trees with cycles. */
const copyOver: Mutation = (bytes, random) => {
  const length = Math.min(bytes.length, random.pick([8, 16, 64, 512]));
  const [from, to] = [random.below(bytes.length), random.below(bytes.length)];
  bytes.copy(bytes, to, from, from + length);
  return bytes;
};

const wipe: Mutation = (bytes, random) => {
  const at = random.below(bytes.length);
  const value = random.pick([0, 0xff]);
  return bytes.fill(value, at, Math.min(bytes.length, at + random.pick([4, 32, 256])));
};

const cut: Mutation = (bytes, random) => bytes.subarray(0, random.below(bytes.length));

/**
 * Damages a file's bytes in one to four places, or cuts it short.
 * @param head the leading bytes that are hit more often than their share: where metadata are
 */
export function mutateBytes(original: Buffer, random: Random): Buffer {
  if (original.length === 0) return Buffer.from([random.below(256)]);
  let bytes: Buffer = Buffer.from(original);
  if (random.next() < 0.1) return cut(bytes, random);
  const times = 1 + random.below(4);
  for (let i = 0; i < times; i += 1) {
    bytes = random.pick<Mutation>([flip, flip, lie, lie, copyOver, wipe])(bytes, random);
  }
  return bytes;
}
