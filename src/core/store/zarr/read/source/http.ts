import { httpGet, httpGetRange, httpHas } from '../../../http/get.ts';
import { HTTP_OPTIONS, type HttpOptions } from '../../../http/request.ts';
import type { Blob } from './blob.ts';
import type { ByteRange, ByteRangeContent, ZarrSource } from './source.ts';

/** What is below a URL. HTTP knows no way to list it. */
export class HttpSource implements ZarrSource {
  readonly hasCheapRanges = false;
  readonly #root: string;
  readonly #options: HttpOptions;

  constructor(url: string, options: HttpOptions = HTTP_OPTIONS) {
    this.#root = url;
    this.#options = options;
  }

  async get(key: string, limit: number, signal?: AbortSignal): Promise<Uint8Array | undefined> {
    return (await httpGet(urlBelow(this.#root, key), limit, signal, this.#options))?.bytes;
  }

  getRange(
    key: string,
    range: ByteRange,
    signal?: AbortSignal,
  ): Promise<ByteRangeContent | undefined> {
    return httpGetRange(urlBelow(this.#root, key), range, signal, this.#options);
  }

  has(key: string): Promise<boolean> {
    return httpHas(urlBelow(this.#root, key), this.#options);
  }

  list(): Promise<null> {
    return Promise.resolve(null);
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

/** A file on a server. */
export class HttpBlob implements Blob {
  readonly size: number;
  readonly #url: string;
  readonly #options: HttpOptions;

  constructor(url: string, size: number, options: HttpOptions) {
    this.#url = url;
    this.size = size;
    this.#options = options;
  }

  async read(offset: number, length: number, signal?: AbortSignal): Promise<Uint8Array> {
    if (length === 0) return new Uint8Array();
    const found = await httpGetRange(this.#url, { offset, length }, signal, this.#options);
    if (found === undefined) throw new Error('the file vanished while it was read');
    return found.bytes;
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

/** The URL of a key; a query, as signed URLs have one, stays at the end. */
export function urlBelow(root: string, key: string): string {
  const url = new URL(root);
  const names = key.split('/').map((name) => encodeURIComponent(name));
  url.pathname = [url.pathname.replace(/\/+$/u, ''), ...names].join('/');
  url.hash = '';
  return url.href;
}
