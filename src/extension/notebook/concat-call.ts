import {
  fillValueSchema,
  joinSchema,
  mergeSchema,
  optionsSchema,
  type ConcatRequest,
  type OptionsInput,
} from '../../shared/options.ts';
import { callsIn, type PyCall, type PyExpression } from './python-expression.ts';

/** What a call that concatenates says. Paths are as they are written. */
export interface ConcatCall {
  readonly inputs: ConcatRequest['inputs'];
  /** Null where the call has none: `anndata.concat` does not write. */
  readonly output: string | null;
  readonly options: ConcatRequest['options'];
  /** Arguments that are not understood, as they are written: `merge=choose`. */
  readonly ignored: readonly string[];
}

const CALLEE = /(^|\.)(concat|concat_on_disk)$/u;
const READER = /(^|\.)(read_h5ad|read_zarr|read)$/u;
const ARCHIVE = /(^|\.)ZipStore$/u;
/** Arguments of readers that change nothing about what is read. */
const HARMLESS = new Set(['backed', 'chunk_size', 'mode']);

/** The first call of `anndata.concat` or `concat_on_disk` whose inputs are literal. */
export function findConcatCall(source: string): ConcatCall | undefined {
  for (const call of callsIn(source, (callee) => CALLEE.test(callee))) {
    const understood = readConcatCall(call);
    if (understood !== undefined) return understood;
  }
  return undefined;
}

function readConcatCall({ callee, positional, keywords }: PyCall): ConcatCall | undefined {
  const isOnDisk = callee.endsWith('concat_on_disk');
  const names = isOnDisk ? ['in_files', 'out_file'] : ['adatas'];
  const given = new Map(keywords);
  positional.slice(0, names.length).forEach((value, position) => {
    given.set(names[position] ?? '', value);
  });
  const inputs = readInputs(given.get(names[0] ?? ''), isOnDisk);
  if (inputs === undefined) return undefined;
  const out = isOnDisk ? given.get('out_file') : undefined;
  const output = out?.kind === 'text' ? out.value : null;
  if (output !== null) given.delete('out_file');
  given.delete(names[0] ?? '');
  let options: OptionsInput = {};
  const ignored = positional.slice(names.length).map(sourceOf);
  for (const [name, value] of given) {
    const option = readOption(name, value);
    if (option === undefined) ignored.push(`${name}=${sourceOf(value)}`);
    else options = { ...options, ...option };
  }
  // The reference refuses keys beside a mapping, whose own keys count.
  if (inputs.some(({ key }) => key !== null)) options = { ...options, keys: null };
  return { inputs, output, options: optionsSchema.parse(options), ignored };
}

function readInputs(
  value: PyExpression | undefined,
  isOnDisk: boolean,
): ConcatRequest['inputs'] | undefined {
  const pairs: readonly (readonly [PyExpression | null, PyExpression])[] =
    value?.kind === 'list'
      ? value.items.map((item) => [null, item] as const)
      : value?.kind === 'dict'
        ? value.entries
        : [];
  const inputs: ConcatRequest['inputs'][number][] = [];
  for (const [key, item] of pairs) {
    const path = isOnDisk && item.kind === 'text' ? item.value : pathOf(item);
    if (path === undefined || path === '' || (key !== null && key.kind !== 'text'))
      return undefined;
    inputs.push({ path, key: key?.value ?? null });
  }
  return inputs.length === 0 ? undefined : inputs;
}

/** Of `ad.read_h5ad("a.h5ad")` the path. */
function pathOf(value: PyExpression): string | undefined {
  if (value.kind !== 'call' || !READER.test(value.callee)) return undefined;
  const [store] = value.positional;
  if (value.positional.length !== 1 || store === undefined) return undefined;
  if ([...value.keywords.keys()].some((name) => !HARMLESS.has(name))) return undefined;
  if (store.kind === 'text') return store.value;
  const [archive] = store.kind === 'call' && ARCHIVE.test(store.callee) ? store.positional : [];
  return archive?.kind === 'text' ? archive.value : undefined;
}

/** The option that an argument sets; undefined where it is not understood. */
function readOption(name: string, value: PyExpression): OptionsInput | undefined {
  const literal = value.kind === 'text' || value.kind === 'constant' ? value.value : undefined;
  switch (name) {
    case 'axis': {
      const axis = value.kind === 'number' ? ['obs', 'var'][Number(value.value)] : literal;
      return axis === 'obs' || axis === 'var' ? { axis } : undefined;
    }
    case 'join': {
      const join = joinSchema.safeParse(literal);
      return join.success ? { join: join.data } : undefined;
    }
    case 'merge':
    case 'uns_merge': {
      const merge = mergeSchema.nullable().safeParse(literal);
      if (!merge.success) return undefined;
      return name === 'merge' ? { merge: merge.data } : { unsMerge: merge.data };
    }
    case 'label':
      return literal === null || (typeof literal === 'string' && literal !== '')
        ? { label: literal }
        : undefined;
    case 'index_unique':
      return literal === null || typeof literal === 'string' ? { indexUnique: literal } : undefined;
    case 'pairwise':
      return typeof literal === 'boolean' ? { pairwise: literal } : undefined;
    case 'keys':
      return readKeys(value);
    case 'fill_value':
      return readFill(value);
    case 'max_loaded_elems': {
      const count = value.kind === 'number' ? Number(value.value) : NaN;
      return Number.isSafeInteger(count) && count > 0 ? { maxLoadedElems: count } : undefined;
    }
    default:
      return undefined;
  }
}

function readKeys(value: PyExpression): OptionsInput | undefined {
  if (value.kind === 'constant' && value.value === null) return { keys: null };
  if (value.kind !== 'list') return undefined;
  const keys = value.items.flatMap((item) => (item.kind === 'text' ? [item.value] : []));
  return keys.length === value.items.length ? { keys } : undefined;
}

function readFill(value: PyExpression): OptionsInput | undefined {
  if (value.kind === 'constant' && value.value === null) return { fillValue: null };
  const isFloat = value.kind === 'call' && value.callee === 'float';
  const named = isFloat && value.positional.length === 1 ? value.positional[0] : undefined;
  const constant =
    value.kind === 'other' ? /^(?:np|numpy|math)\.(nan|inf)$/u.exec(value.source)?.[1] : undefined;
  const number =
    value.kind === 'number' ? value.value : named?.kind === 'text' ? named.value : constant;
  const fill = fillValueSchema.safeParse(number);
  return fill.success ? { fillValue: fill.data } : undefined;
}

/** As much of an argument as a sentence can hold. */
const LENGTH = 40;

function sourceOf(value: PyExpression): string {
  switch (value.kind) {
    case 'other':
      return value.source.length > LENGTH ? `${value.source.slice(0, LENGTH)}…` : value.source;
    case 'call':
      return `${value.callee}(…)`;
    case 'list':
      return '[…]';
    case 'dict':
      return '{…}';
    case 'text':
      return JSON.stringify(value.value);
    case 'number':
      return value.value;
    case 'constant':
      return value.value === null ? 'None' : value.value ? 'True' : 'False';
  }
}
