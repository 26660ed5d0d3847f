import { createHash } from 'node:crypto';
import { StoreNotFoundError } from '../errors.ts';
import { httpGet, httpGetRange, type HttpContent } from './http/get.ts';
import { HTTP_OPTIONS } from './http/request.ts';
import type { StoreStat } from './stat.ts';
import { MAX_METADATA_BYTES } from './zarr/read/node-meta.ts';
import { urlBelow } from './zarr/read/source/http.ts';
import { ROOT_DOCUMENTS } from './zarr/read/source/source.ts';

/** Bytes at the end of an archive that are looked at: its directory, or a part of it. */
const END_BYTES = 64 * 1024;

/**
 * What tells a store at a URL from another: HTTP knows no size of it all.
 * @throws StoreNotFoundError, HttpError
 */
export async function urlStat(url: string): Promise<StoreStat> {
  const found = new URL(url).pathname.endsWith('.zip')
    ? await endOf(url)
    : await rootDocuments(url);
  if (found.length === 0) throw new StoreNotFoundError({ path: url });
  const hash = createHash('sha256');
  for (const { bytes, etag } of found) hash.update(etag).update('\0').update(bytes);
  return {
    bytes: found.reduce((sum, { total, bytes }) => sum + (total ?? bytes.length), 0),
    modified: Math.max(...found.map(({ modified }) => modified)),
    digest: hash.digest('hex'),
    realPath: new URL(url).href,
  };
}

async function rootDocuments(url: string): Promise<readonly HttpContent[]> {
  const documents: HttpContent[] = [];
  for (const name of ROOT_DOCUMENTS) {
    const found = await httpGet(urlBelow(url, name), MAX_METADATA_BYTES, undefined, HTTP_OPTIONS);
    if (found !== undefined) documents.push(found);
  }
  return documents.length > 0 ? documents : endOf(url);
}

async function endOf(url: string): Promise<readonly HttpContent[]> {
  const start = await httpGetRange(url, { offset: 0, length: 1 }, undefined, HTTP_OPTIONS);
  if (start === undefined) return [];
  const range = { suffix: Math.min(END_BYTES, start.total) };
  const end = await httpGetRange(url, range, undefined, HTTP_OPTIONS);
  return end === undefined ? [] : [end];
}
