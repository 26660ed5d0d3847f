const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** A name of bytes, given as latin1 text; null when it is not UTF-8. */
export function utf8Of(bytes: string): string | null {
  try {
    return decoder.decode(Buffer.from(bytes, 'latin1'));
  } catch {
    return null;
  }
}

/** The bytes of a name, as latin1 text. */
export const bytesOfName = (name: string): string => Buffer.from(name).toString('latin1');
