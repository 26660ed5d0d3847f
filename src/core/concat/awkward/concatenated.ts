import { ElemUnsupportedError } from '../../errors.ts';
import type { Join } from '../../../shared/options.ts';
import type { Layout, UnionChunk } from './layout.ts';
import { fieldsOf, withFields } from './fields.ts';
import { mergeMany } from './merge.ts';
import { simplified } from './merge-union.ts';
import { isMergeable } from './mergeable.ts';

/**
 * What `anndata.concat` makes of an awkward array of each input (`ak.concatenate`): records keep the
 * fields that all have with an inner join, and become a union where they differ with an outer one.
 * @throws ElemUnsupportedError where awkward fails as well, or where values would have to be gathered
 */
export function concatenated(layouts: readonly Layout[], join: Join): Layout {
  const [first, ...others] = join === 'inner' ? commonFields(layouts) : layouts;
  if (first === undefined) throw new RangeError('no arrays to concatenate');
  const batches: Layout[][] = [[first]];
  for (const layout of others) {
    const batch = batches.at(-1) ?? [];
    const last = batch.at(-1) ?? first;
    if (isMergeable(last, layout, true)) batch.push(layout);
    else batches.push([layout]);
  }
  const merged = batches.map(([head, ...rest]) => mergeMany(head ?? first, rest));
  return asUnion(merged);
}

function asUnion(contents: readonly Layout[]): Layout {
  const [only] = contents;
  const out =
    only !== undefined && contents.length === 1
      ? only
      : simplified(
          contents.map((content, tag): UnionChunk => {
            return { kind: 'range', count: content.length, tag, base: 0 };
          }),
          contents,
          {},
          false,
          mergeMany,
        );
  return out.kind === 'union'
    ? simplified(out.chunks, out.contents, out.parameters, true, mergeMany)
    : out;
}

/** The arrays with the fields that all of them have, in the order of the last. */
function commonFields(layouts: readonly Layout[]): readonly Layout[] {
  const all = layouts.map(fieldsOf);
  const common = (all.at(-1) ?? []).filter((field) =>
    all.every((fields) => fields.includes(field)),
  );
  return layouts.map((layout, i) => {
    const fields = all[i] ?? [];
    if (fields.length === common.length && fields.every((field, k) => field === common[k])) {
      return layout;
    }
    if (common.length > 0) return withFields(layout, common);
    throw new ElemUnsupportedError({ reason: 'awkward-array: records without a common field' });
  });
}
