import type { Trail } from '../../shared/store-page.ts';
import type { Entry, ParentEntry } from '../tree/entry.ts';

/** The entry of the tree that a row of the page stands for; undefined for one that cannot be. */
export function entryOf(store: string, trail: Trail): Entry | undefined {
  let entry: ParentEntry = { kind: 'store', store };
  for (const { kind, ...row } of trail) {
    if ('node' in row) entry = { kind: 'elem', store, node: row.node, parent: entry };
    else if (entry.kind !== 'page') entry = { kind: 'page', store, ...row, parent: entry };
    else return undefined;
  }
  return entry;
}

/** The way to an entry, from the outermost one on. */
export function trailOf(entry: Entry): Trail {
  switch (entry.kind) {
    case 'store':
      return [];
    case 'elem':
      return [...trailOf(entry.parent), { kind: 'elem', node: entry.node }];
    case 'page': {
      const { start, stop, total } = entry;
      return [...trailOf(entry.parent), { kind: 'page', start, stop, total }];
    }
    case 'problem':
      return trailOf(entry.parent);
  }
}
