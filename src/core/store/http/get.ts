import { FileEndsError } from '../file-bytes.ts';
import { HttpError } from './http-error.ts';
import { request, type HttpOptions } from './request.ts';

export interface HttpContent {
  readonly bytes: Uint8Array;
  /** Bytes under the URL; null when the server does not say. */
  readonly total: number | null;
  /** Milliseconds since 1970; 0 when the server does not say. */
  readonly modified: number;
  /** What the server tells versions apart by; '' when it does not. */
  readonly etag: string;
}

export type HttpPart = HttpContent & { readonly total: number };

/** What is another one once the content has changed, as far as the server lets that be seen. */
export const versionOf = ({ etag, modified, total }: HttpPart): string =>
  `${etag === '' ? modified : etag} ${total}`;

const NOTHING: ReadonlySet<number> = new Set([404, 410]);

/**
 * All that is under a URL; undefined when there is nothing.
 * @param limit more bytes are an error
 * @throws HttpError, CancelledError
 */
export async function httpGet(
  url: string,
  limit: number,
  signal: AbortSignal | undefined,
  options: HttpOptions,
): Promise<HttpContent | undefined> {
  return request(
    url,
    {},
    async (response, touch) => {
      if (NOTHING.has(response.status)) return undefined;
      const bytes = await readBody(url, response, limit, touch);
      return { ...validatorsOf(response), bytes, total: bytes.length };
    },
    signal,
    options,
  );
}

/** Whether there is something under a URL. @throws HttpError, CancelledError */
export async function httpHas(url: string, options: HttpOptions): Promise<boolean> {
  const has = (response: Response): Promise<boolean> =>
    Promise.resolve(!NOTHING.has(response.status));
  return request(url, {}, has, undefined, options);
}

/**
 * A part of what is under a URL; undefined when there is nothing.
 * @param range first byte and number of bytes, or the number of the last bytes
 * @throws HttpError when the server does not serve parts
 * @throws FileEndsError when there are fewer bytes than asked for
 * @throws CancelledError
 */
export async function httpGetRange(
  url: string,
  range: { readonly offset: number; readonly length: number } | { readonly suffix: number },
  signal: AbortSignal | undefined,
  options: HttpOptions,
): Promise<HttpPart | undefined> {
  const isSuffix = 'suffix' in range;
  const length = isSuffix ? range.suffix : range.length;
  const header = isSuffix
    ? `bytes=-${length}`
    : `bytes=${range.offset}-${range.offset + length - 1}`;
  return request(
    url,
    { range: header },
    async (response, touch) => {
      if (NOTHING.has(response.status)) return undefined;
      const [, first, total] =
        /^bytes (?:(\d+)-\d+|\*)\/(\d+)$/u.exec(response.headers.get('content-range') ?? '') ?? [];
      if (response.status === 416) throw new FileEndsError(Number(total ?? 0));
      if (response.status !== 206 || total === undefined) {
        throw new HttpError(url, 'comes from a server that does not serve parts of files');
      }
      const offset = isSuffix ? Number(total) - length : range.offset;
      if (offset < 0) throw new FileEndsError(Number(total));
      if (Number(first) !== offset) throw new HttpError(url, 'is served in other parts than asked');
      const bytes = await readBody(url, response, length, touch);
      if (bytes.length < length) throw new FileEndsError(offset + bytes.length);
      return { ...validatorsOf(response), bytes, total: Number(total) };
    },
    signal,
    options,
  );
}

function validatorsOf({ headers }: Response): { modified: number; etag: string } {
  const modified = Date.parse(headers.get('last-modified') ?? '');
  return { modified: Number.isNaN(modified) ? 0 : modified, etag: headers.get('etag') ?? '' };
}

async function readBody(
  url: string,
  { body }: Response,
  limit: number,
  touch: () => void,
): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  const reader = body?.getReader();
  for (let next = await reader?.read(); next?.done === false; next = await reader?.read()) {
    touch();
    const piece: unknown = next.value;
    if (!(piece instanceof Uint8Array)) throw new HttpError(url, 'does not answer in bytes');
    pieces.push(piece);
    size += piece.length;
    if (size > limit)
      throw new HttpError(url, `has more than the ${limit} bytes that can be meant`);
  }
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}
