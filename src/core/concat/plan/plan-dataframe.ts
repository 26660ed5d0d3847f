import type { ColumnElem, DataFrameElem, OtherElem } from '../../anndata/elem.ts';
import type { ColumnPart, IndexPart } from '../blueprint.ts';
import { type ColumnSources, kindName } from './column-target.ts';
import { codeBytes, describeColumn, STRING_BYTES } from './describe-column.ts';
import { dropKeys } from './drop.ts';
import { refuseFilters } from './filters.ts';
import { judgedWith } from './frame-blocks.ts';
import { joinKeys, type Scope } from './scope.ts';
import { textForm } from './storable-form.ts';
import { unifyColumn } from './unify-column.ts';

interface FrameDraft {
  readonly path: string;
  /** Null where an input lacks the whole dataframe (obsm, outer join). */
  readonly frames: readonly (DataFrameElem | null)[];
  /** Rows of each input. */
  readonly rows: readonly number[];
  readonly index: IndexPart;
  readonly indexName: string | null;
  /** Column for the keys, or null. */
  readonly label: string | null;
  /** True where anndata joins the columns before pandas sees them (obsm). */
  readonly isPrejoined: boolean;
}

/** Plans a dataframe whose rows are those of all inputs one after another. */
export async function planDataFrame(scope: Scope, frame: FrameDraft): Promise<void> {
  const { draft } = scope;
  const mappings = frame.frames.map(
    (input) => new Map(input?.columns.map(({ name, elem }) => [name, elem]) ?? []),
  );
  const { kept, dropped } = joinKeys(mappings, scope.join);
  startDataFrame(scope, frame.path, frame.index, frame.indexName, frame.rows);
  const blank = mappings.map((mapping, i) => frame.rows[i] === 0 && mapping.size === 0);
  const all = kept.map((name) => {
    const elems = mappings.map((mapping) => mapping.get(name) ?? null);
    return knownSources(scope, `${frame.path}/${name}`, { name, elems, rows: frame.rows, blank });
  });
  const columns: ColumnPart[] = [];
  const starts = judgedWith(kept, seenByPandas(frame, scope.join, kept));
  const runs = new Map<number, ColumnSources[]>();
  for (const [k, start] of starts.entries()) {
    const run = runs.get(start) ?? [];
    runs.set(start, run);
    const column = all[k] ?? null;
    if (column !== null) run.push(column);
  }
  for (const [k, name] of kept.entries()) {
    const path = `${frame.path}/${name}`;
    if (name === frame.label) {
      columns.push(planLabel(scope, path, frame.label, frame.rows));
      continue;
    }
    const run = runs.get(starts[k] ?? k) ?? [];
    const column = await planColumn(scope, path, all[k] ?? null, run);
    if (column !== null) columns.push(column);
  }
  dropKeys(draft, frame.path, mappings, dropped, 'in-some');
  if (frame.label !== null && !kept.includes(frame.label)) {
    columns.push(planLabel(scope, `${frame.path}/${frame.label}`, frame.label, frame.rows));
  }
  draft.parts.push({
    kind: 'dataframe',
    path: frame.path,
    indexName: frame.indexName,
    index: frame.index,
    columns,
  });
}

/** The columns of each input when `pandas.concat` receives them. */
function seenByPandas(
  { frames, isPrejoined }: FrameDraft,
  join: Scope['join'],
  kept: readonly string[],
): readonly DataFrameElem['columns'][] {
  const all = frames.map((input) => input?.columns ?? []);
  if (!isPrejoined || join === 'outer') return all;
  return all.map((columns) => {
    const byName = new Map(columns.map((column) => [column.name, column]));
    return kept.flatMap((name) => byName.get(name) ?? []);
  });
}

/** States the dataframe and its index. */
export function startDataFrame(
  { draft }: Scope,
  path: string,
  index: IndexPart,
  indexName: string | null,
  rows: readonly number[],
): void {
  const isJoined = index.kind === 'joined';
  const length = isJoined ? index.names.length : rows.reduce((sum, n) => sum + n, 0);
  const sources = rows.map((_, i) => i);
  draft.elem(path, 'dataframe', 'create', 'structure', sources);
  draft.elem(
    `${path}/${indexName ?? '_index'}`,
    'string-array',
    isJoined ? 'reindex' : 'append',
    'index',
    sources,
    {
      dtype: 'string',
      shape: [length],
      bytes: isJoined ? index.names.bytes + length * STRING_BYTES : length * 2 * STRING_BYTES,
    },
  );
}

function planLabel(
  { draft, keys }: Scope,
  path: string,
  name: string,
  rows: readonly number[],
): ColumnPart {
  const length = rows.reduce((sum, n) => sum + n, 0);
  draft.elem(
    path,
    'categorical',
    'create',
    'label-option',
    rows.map((_, i) => i),
    {
      dtype: 'string',
      shape: [length],
      categories: keys.length,
      ordered: false,
      bytes: length * codeBytes(keys.length),
    },
  );
  return { kind: 'label', name, keys, rows };
}

/** The inputs' columns, or null and a finding where one cannot be read. */
function knownSources(
  { draft, label }: Scope,
  path: string,
  {
    name,
    elems,
    rows,
    blank,
  }: Omit<ColumnSources, 'elems'> & {
    readonly elems: readonly (ColumnElem | OtherElem | null)[];
  },
): ColumnSources | null {
  const known: (ColumnElem | null)[] = [];
  for (const elem of elems) {
    if (elem?.encoding === 'unsupported') {
      if (name !== label)
        draft.findings.add('C031', { elem: path, facts: { encoding: elem.name } });
      return null;
    }
    known.push(elem);
  }
  return { name, elems: known, rows, blank };
}

async function planColumn(
  scope: Scope,
  path: string,
  sources: ColumnSources | null,
  run: readonly ColumnSources[],
): Promise<ColumnPart | null> {
  const { findings } = scope.draft;
  if (sources === null) return null;
  if (refuseFilters(scope, path, sources.elems)) return null;
  const unified = await unifyColumn(sources, run, scope.scan);
  if (!unified.ok) return planConflict(scope, path, sources);
  if (unified.conflict === true) findings.add('C042', { elem: path });
  if (unified.chosen !== undefined) {
    findings.add('C043', { elem: path, facts: { form: unified.chosen } });
  }
  describeColumn(scope, path, sources, unified.target);
  return { kind: 'column', ...sources, target: unified.target, elems: unified.elems };
}

/** A column without a common form: an error, text, or nothing, as the options say. */
async function planConflict(
  scope: Scope,
  path: string,
  sources: ColumnSources,
): Promise<ColumnPart | null> {
  const { elems } = sources;
  const present = elems.flatMap((elem, i) => (elem === null ? [] : [{ elem, i }]));
  const kinds = [...new Set(present.map(({ elem }) => kindName(elem)))];
  if (elems.includes(null)) kinds.push('missing');
  const { findings } = scope.draft;
  const facts = { kinds: kinds.join(', ') };
  switch (scope.columnConflicts) {
    case 'error':
      findings.add('C040', { elem: path, facts, examples: kinds, fixes: CONFLICT_FIXES });
      return null;
    case 'drop': {
      const encoding = present[0]?.elem.encoding ?? 'array';
      const inputs = present.map(({ i }) => i);
      scope.draft.drop(path, encoding, 'mixed-kinds', inputs);
      return null;
    }
    case 'string': {
      findings.add('C045', { elem: path, facts });
      const { used, target } = await textForm(sources, scope.scan);
      describeColumn(scope, path, sources, target);
      return { kind: 'column', ...used, target };
    }
  }
}

const CONFLICT_FIXES = [
  { options: { columnConflicts: 'string' } },
  { options: { columnConflicts: 'drop' } },
] as const;
