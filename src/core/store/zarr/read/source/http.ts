import { httpGet, httpGetRange, httpHas, versionOf, type HttpPart } from '../../../http/get.ts';
import { HttpError } from '../../../http/http-error.ts';
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

  async getRange(
    key: string,
    range: ByteRange,
    signal?: AbortSignal,
  ): Promise<ByteRangeContent | undefined> {
    const part = await httpGetRange(urlBelow(this.#root, key), range, signal, this.#options);
    return part === undefined ? undefined : { ...part, version: versionOf(part) };
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

/** A file on a server, which must stay the one that it was at first. */
export class HttpBlob implements Blob {
  readonly size: number;
  readonly #version: string;
  readonly #url: string;
  readonly #options: HttpOptions;

  /** @param start any part of it */
  constructor(url: string, start: HttpPart, options: HttpOptions) {
    this.#url = url;
    this.size = start.total;
    this.#version = versionOf(start);
    this.#options = options;
  }

  async read(offset: number, length: number, signal?: AbortSignal): Promise<Uint8Array> {
    if (length === 0) return new Uint8Array();
    const found = await httpGetRange(this.#url, { offset, length }, signal, this.#options);
    if (found === undefined) throw new HttpError(this.#url, 'vanished while it was read');
    if (versionOf(found) !== this.#version) {
      throw new HttpError(this.#url, 'changed while it was read');
    }
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
