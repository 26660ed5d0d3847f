import { printable } from './text.ts';

/** A store and an elem in it, either of which may be unknown: `obs/louvain of a.h5ad`. */
export function describePlace(store: string | null, elem: string | null): string {
  const parts = [elem, store].filter((part) => part !== null && part !== '');
  return parts.map((part) => printable(part ?? '')).join(' of ');
}
