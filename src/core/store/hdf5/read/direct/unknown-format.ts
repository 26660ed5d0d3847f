/**
 * Thrown at metadata of a kind that only the library reads: a rare version, a rare feature. Damage
 * is a RangeError instead, and not for the library, which hangs on some of it.
 */
export class UnknownFormatError extends Error {
  constructor(what: string) {
    super(`only the library reads ${what}`);
    this.name = 'UnknownFormatError';
  }
}
