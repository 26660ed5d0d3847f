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

const NO_TEXT = 'its bytes are no text in UTF-8';

/** @throws Error when one of the strings is no UTF-8 */
export function checkText(strings: Utf8Array): Utf8Array {
  if (!isText(strings)) throw new Error(NO_TEXT);
  return strings;
}

/** Longer texts are not read whole where only their start is shown. */
export const LONG_TEXT_BYTES = 64 * 1024;
/** UTF-8 takes no more for a character. */
export const CHARACTER_BYTES = 4;

/**
 * What a text begins with, up to the last character that is whole.
 * @throws Error when that is no UTF-8
 */
export function decodeStart(bytes: Uint8Array): string {
  try {
    const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
    return decoder.decode(bytes, { stream: true });
  } catch (cause) {
    throw new Error(NO_TEXT, { cause });
  }
}
