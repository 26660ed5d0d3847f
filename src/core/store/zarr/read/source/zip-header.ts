import { getFileNameLowLevel, parseExtraFields } from 'yauzl';
import { ClauseError } from '../../../clause-error.ts';
import type { Blob } from './blob.ts';
import type { ZipMember } from './zip-directory.ts';

const HEADER_BYTES = 30;
const SIGNATURE = 0x04034b50;
/** What extra fields usually take; more are read apart. */
const USUAL_EXTRA_BYTES = 36;
/** Of the flags: checksum and sizes are behind the bytes, and 0 in the header. */
const IS_STREAMED = 8;
const IS_ZIP64 = 0xffffffff;

/**
 * First byte of what a member holds. Its header repeats what the directory says, and is of another
 * length; parts of a member have no checksum of their own, so what is read of another member, or
 * from elsewhere in this one, would not be noticed (APPNOTE 6.3.10, section 4.3.7).
 * @throws ClauseError when header and directory differ
 */
export async function dataStart(
  blob: Blob,
  member: ZipMember,
  signal: AbortSignal | undefined,
): Promise<number> {
  const { name, headerOffset, storedSize } = member;
  const damaged = (cause?: unknown): ClauseError =>
    new ClauseError(`the member ${name} of the zip archive is damaged`, { cause });
  const head = async (length: number): Promise<Buffer> => {
    const most = Math.max(0, Math.min(length, blob.size - headerOffset));
    const { buffer, byteOffset, byteLength } = await blob.read(headerOffset, most, signal);
    return Buffer.from(buffer, byteOffset, byteLength);
  };
  let header = await head(HEADER_BYTES + Buffer.byteLength(name) + USUAL_EXTRA_BYTES);
  if (header.length < HEADER_BYTES || header.readUInt32LE(0) !== SIGNATURE) throw damaged();
  const nameEnd = HEADER_BYTES + header.readUInt16LE(26);
  const end = nameEnd + header.readUInt16LE(28);
  if (end > header.length) header = await head(end);
  if (end > header.length || !saysTheSame(header, member)) throw damaged();
  try {
    const extra = parseExtraFields(header.subarray(nameEnd, end));
    const raw = header.subarray(HEADER_BYTES, nameEnd);
    if (getFileNameLowLevel(header.readUInt16LE(6), raw, extra, true) !== name) throw damaged();
  } catch (cause) {
    throw damaged(cause);
  }
  if (headerOffset + end + storedSize > member.limit) throw damaged();
  return headerOffset + end;
}

function saysTheSame(header: Buffer, { isDeflated, crc32, storedSize, size }: ZipMember): boolean {
  if (header.readUInt16LE(8) !== (isDeflated ? 8 : 0)) return false;
  if ((header.readUInt16LE(6) & IS_STREAMED) !== 0) return true;
  const sizes = [header.readUInt32LE(18), header.readUInt32LE(22)];
  return (
    header.readUInt32LE(14) === crc32 &&
    [storedSize, size].every((n, i) => sizes[i] === n || sizes[i] === IS_ZIP64)
  );
}
