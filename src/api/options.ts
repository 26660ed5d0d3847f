import { UsageInvalidError } from '../core/errors.ts';
import type { MergeFunction, MergeFunctions } from '../core/concat/merge/merge-function.ts';
import { describeIssues } from '../shared/issues.ts';
import { type ConcatRequest, type MergeStrategy, requestSchema } from '../shared/options.ts';
import type { Options } from '../shared/options.ts';
import type { Progress } from '../shared/progress.ts';

/**
 * Paths of the inputs: a list, or by key. A record lists keys that are integers in ascending order,
 * as JavaScript does; a Map keeps its order.
 */
export type InFiles =
  readonly string[] | Readonly<Record<string, string>> | ReadonlyMap<string, string>;

/**
 * Options of `concatOnDisk`. The first ones are those of `anndata.experimental.concat_on_disk`, with
 * its defaults, in camelCase; then come our own.
 */
export interface ConcatOnDiskOptions {
  /** Matrix elements (rows × columns, absent ones too) in memory at a time. Default: 100 000 000. */
  readonly maxLoadedElems?: number;
  /** Axis to concatenate along. Default: 0, which is `obs`. */
  readonly axis?: 0 | 1 | 'obs' | 'var';
  /** What to keep of the names of the other axis. Default: `inner`. */
  readonly join?: 'inner' | 'outer';
  /** What to keep of the elements of the other axis, as a strategy or a function. Default: null, nothing. */
  readonly merge?: MergeStrategy | MergeFunction | null;
  /** What to keep of `uns`, key by key at every depth. Default: null, nothing. */
  readonly unsMerge?: MergeStrategy | MergeFunction | null;
  /** Column of the axis that receives the key of each input. Default: null, none. */
  readonly label?: string | null;
  /** Names of the inputs. Default: the keys of `inFiles`, or `0`, `1`, … */
  readonly keys?: readonly string[] | null;
  /** Separator between a name and the key of its input. Default: null, names stay as they are. */
  readonly indexUnique?: string | null;
  /**
   * Value of entries that an input lacks (outer join). Python tells 0 from 0.0, which decides on the
   * dtype: a bigint or whole number is an integer, a string is read as Python would (`'0.0'`).
   * Default: null, which is 0 for sparse matrices and NaN for dense ones.
   */
  readonly fillValue?: number | bigint | string | null;
  /** Keep obsp (varp) as a block diagonal. Default: false. */
  readonly pairwise?: boolean;
  /** Bytes for buffers, from 8 MiB. Default: 64 MiB. */
  readonly memory?: number;
  /** Format of the result. Default: null, by the suffix of `outFile`. */
  readonly format?: Options['format'];
  /** `auto` (as the inputs), `none`, `gzip`, `gzip:1` … `gzip:9`; `zstd`, `zstd:LEVEL` for Zarr. Default: `auto`. */
  readonly compression?: string;
  /** Replace an existing result, once the new one is whole. Default: false. */
  readonly overwrite?: boolean;
  /**
   * How to check the result before it is in place. `fast`: its structure, digests taken while it was
   * written, small elems and some rows against the inputs. `full`: every value. Default: `fast`.
   */
  readonly verify?: Options['verify'];
  /**
   * Continue what a run with the same inputs and options left that was killed; where there is none,
   * begin. Default: false.
   */
  readonly resume?: boolean;
  /** Aborting it ends the work with a CancelledError; nothing is left behind. */
  readonly signal?: AbortSignal;
  /** Told how far it is. What it throws ends the work. */
  readonly onProgress?: (progress: Progress) => void;
}

/** The request that the arguments stand for, and what of them is no data. @throws UsageInvalidError */
export function parseArguments(
  inFiles: InFiles,
  outFile: string,
  options: ConcatOnDiskOptions,
): { readonly request: ConcatRequest; readonly functions: MergeFunctions } {
  const { merge, unsMerge, axis, fillValue, ...others } = options;
  const { resume: _, signal: __, onProgress: ___, ...same } = others;
  const parsed = requestSchema.safeParse({
    inputs: inputsOf(inFiles),
    output: outFile,
    options: {
      ...same,
      axis: axis === 0 ? 'obs' : axis === 1 ? 'var' : axis,
      fillValue: fillText(fillValue),
      merge: typeof merge === 'function' ? null : merge,
      unsMerge: typeof unsMerge === 'function' ? null : unsMerge,
    },
  });
  if (!parsed.success) {
    throw new UsageInvalidError({ reason: describeIssues(parsed.error), cause: parsed.error });
  }
  return {
    request: parsed.data,
    functions: {
      ...(typeof merge === 'function' && { merge }),
      ...(typeof unsMerge === 'function' && { unsMerge }),
    },
  };
}

function inputsOf(inFiles: InFiles): readonly { readonly path: unknown; readonly key?: string }[] {
  if (isList(inFiles)) return inFiles.map((path) => ({ path }));
  const entries = inFiles instanceof Map ? [...inFiles] : Object.entries(inFiles);
  return entries.map(([key, path]: readonly [string, unknown]) => ({ path, key }));
}

const isList = (inFiles: InFiles): inFiles is readonly string[] => Array.isArray(inFiles);

/** As Python writes the number: -0 and NaN have no integer. */
function fillText(value: ConcatOnDiskOptions['fillValue']): string | null | undefined {
  if (typeof value === 'bigint') return String(value);
  if (typeof value !== 'number') return value;
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  return Object.is(value, -0) ? '-0.0' : String(value);
}
