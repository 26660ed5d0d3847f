import { isAscii, isUtf8 } from 'node:buffer';
import type { Utf8Array } from './utf8.ts';

/** Whether each of the strings is text in UTF-8. */
export function isText({ bytes, offsets }: Utf8Array): boolean {
  // As nearly all of them are.
  if (isAscii(bytes)) return true;
  // Whole, and not cut inside of a character: both together make each of them whole.
  const isCut = offsets.some((at) => at < bytes.length && ((bytes[at] ?? 0) & 0xc0) === 0x80);
  return !isCut && isUtf8(bytes);
}

/** @throws Error when one of the strings is no UTF-8 */
export function checkText(strings: Utf8Array): Utf8Array {
  if (!isText(strings)) throw new Error('its bytes are no text in UTF-8');
  return strings;
}
