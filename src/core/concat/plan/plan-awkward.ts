import type { Join } from '../../../shared/options.ts';
import type { Action, Why } from '../../../shared/plan.ts';
import { typeString } from '../../anndata/awkward/type-string.ts';
import type { AwkwardElem } from '../../anndata/elem.ts';
import { ElemUnreadableError, ElemUnsupportedError } from '../../errors.ts';
import { buffersOf } from '../awkward/buffers.ts';
import { concatenated } from '../awkward/concatenated.ts';
import { gathered } from '../awkward/gather.ts';
import { type Layout, nones } from '../awkward/layout.ts';
import { openLayout } from '../awkward/open-layout.ts';
import { type AwkwardOutput, bytesOf, outputOf } from '../awkward/output-buffers.ts';
import { reindexedRows } from '../awkward/rows.ts';
import type { AltIndex } from '../alt-index.ts';
import type { Holder } from '../merge/strategy.ts';
import { refuseFilters } from './filters.ts';
import { lengthsOf, type Scope } from './scope.ts';

/** Longer types are cut in findings; the plan's elem has them whole. */
const TYPE_LENGTH = 80;

/**
 * Plans an awkward array: rows one after another, None for those of inputs that lack it
 * (`anndata._core.merge.concat_arrays`).
 * @param join of the fields of records
 */
export async function planAwkward(
  scope: Scope,
  path: string,
  elems: readonly (AwkwardElem | null)[],
  join: Join,
): Promise<void> {
  const lengths = lengthsOf(scope);
  await guarded(scope, path, null, async () => {
    const layouts: Layout[] = [];
    for (const [input, elem] of elems.entries()) {
      const opened =
        elem === null
          ? nones(lengths[input] ?? 0)
          : await open(scope, path, { input, value: elem });
      if (opened === null) return;
      layouts.push(opened);
    }
    const types = elems.flatMap((elem) => (elem === null ? [] : [elem.type]));
    const layout = concatenated(layouts, join);
    const output = outputOf(layout);
    const type = typeString(output.form);
    const [action, why] = actionOf(elems, types, type);
    const sources = elems.flatMap((elem, input) => (elem === null ? [] : [input]));
    state(scope, path, output, filtersOf(layout), action, why, sources);
    remark(scope, path, elems, types, type);
  });
}

/**
 * Plans an awkward array of one input, which a merge strategy keeps; its rows are brought to the
 * joined names where there are any.
 */
export async function planKeptAwkward(
  scope: Scope,
  path: string,
  holder: Holder<AwkwardElem>,
  names: AltIndex | null,
): Promise<void> {
  const { input } = holder;
  await guarded(scope, path, input, async () => {
    const layout = await open(scope, path, holder);
    if (layout === null) return;
    const isMoved = names !== null && !names.reindexerOf(input).noChange;
    const output = isMoved ? await reordered(scope, layout, names, input) : outputOf(layout);
    state(scope, path, output, filtersOf(layout), 'merge', 'kept-by-strategy', [input]);
  });
}

const reordered = (
  { inputs, blockBytes, signal }: Scope,
  layout: Layout,
  names: AltIndex,
  input: number,
): Promise<AwkwardOutput> =>
  gathered(
    { inputs, blockBytes, signal },
    layout,
    (reading) => reindexedRows(reading, names.reindexerOf(input)),
    names.length,
  );

/** The layout of an input's elem, or null and a finding where none can be had. */
async function open(
  scope: Scope,
  path: string,
  { input, value }: Holder<AwkwardElem>,
): Promise<Layout | null> {
  let layout: Layout | null = null;
  await guarded(scope, path, input, async () => {
    const opened = await openLayout(scope.inputs, input, value, scope.signal);
    const read = scope.parts.map((_, i) => (i === input ? filtersOf(opened) : null));
    if (!refuseFilters(scope, path, read)) layout = opened;
  });
  return layout;
}

/** Turns what is at fault with the arrays into findings. */
async function guarded(
  { draft, inputs }: Scope,
  elem: string,
  input: number | null,
  action: () => Promise<void>,
): Promise<void> {
  try {
    await action();
  } catch (error) {
    const place = input === null ? { elem } : { elem, input: inputs.paths[input] ?? '' };
    if (error instanceof ElemUnsupportedError) {
      draft.findings.add('C031', {
        ...place,
        facts: { encoding: error.reason ?? 'awkward-array' },
      });
    } else if (error instanceof ElemUnreadableError) {
      draft.findings.add('C036', { ...place, facts: { reason: error.reason ?? '' } });
    } else {
      throw error;
    }
  }
}

const filtersOf = (layout: Layout): { readonly filters: readonly string[] } => ({
  filters: [...new Set(buffersOf(layout).flatMap(({ filters }) => filters))],
});

function state(
  { draft }: Scope,
  path: string,
  output: AwkwardOutput,
  source: { readonly filters: readonly string[] },
  action: Action,
  why: Why,
  sources: readonly number[],
): void {
  draft.parts.push({ kind: 'awkward', path, output, sources: [source] });
  const dtype = typeString(output.form);
  const details = { dtype, shape: [output.length], bytes: bytesOf(output) };
  draft.elem(path, 'awkward-array', action, why, sources, details);
}

function actionOf(
  elems: readonly (AwkwardElem | null)[],
  types: readonly string[],
  type: string,
): readonly [Action, Why] {
  if (elems.includes(null)) return ['fill', 'in-some'];
  return types.every((own) => own === type) ? ['append', 'in-all'] : ['convert', 'promoted'];
}

function remark(
  { draft: { findings } }: Scope,
  elem: string,
  elems: readonly (AwkwardElem | null)[],
  types: readonly string[],
  type: string,
): void {
  const from = [...new Set(types)];
  if (from.length > 1) {
    findings.add('C041', { elem, facts: { from: from.map(cut).join(', '), to: cut(type) } });
  }
  if (elems.includes(null)) findings.add('C060', { elem, facts: { fill: 'None' } });
}

const cut = (type: string): string =>
  type.length > TYPE_LENGTH ? `${type.slice(0, TYPE_LENGTH - 1)}…` : type;
