/**
 * Thrown where a store's parts are read; its message is a clause that says what is the matter, and
 * becomes the reason of the tagged error that names the store.
 */
export class ClauseError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}
