import { optionsSchema, type ConcatRequest } from '../../shared/options.ts';
import { isZipPath, readerOf } from './expression.ts';
import { pythonString } from './literal.ts';

/** Options that `anndata.concat` has by the same names, in its order. */
const PARAMETERS = [
  ['axis', 'axis'],
  ['join', 'join'],
  ['merge', 'merge'],
  ['unsMerge', 'uns_merge'],
  ['label', 'label'],
  ['indexUnique', 'index_unique'],
  ['pairwise', 'pairwise'],
] as const;

/**
 * A program of Python whose result is that of the request: with `anndata.concat` in memory, since
 * `concat_on_disk` differs from it. Memory, checks and column conflicts have no counterpart there.
 */
export function toPython(request: ConcatRequest): string {
  const { inputs, output, options } = request;
  const isZip = inputs.some(({ path }) => isZipPath(path));
  return [
    'import anndata as ad',
    ...(isZip ? ['import zarr'] : []),
    '',
    'adata = ad.concat(',
    '    [',
    ...inputs.map(({ path }) => `        ${readerOf(path)},`),
    '    ],',
    ...parametersOf(request).map((parameter) => `    ${parameter},`),
    ')',
    ...writerOf(output, options),
    '',
  ].join('\n');
}

/** The arguments that are not the default: `join="outer"`. */
export function parametersOf({ inputs, options }: ConcatRequest): readonly string[] {
  const keys = inputs.map(({ key }, position) => key ?? options.keys?.[position] ?? null);
  const hasKeys = keys.some((key) => key !== null);
  const defaults = optionsSchema.parse({});
  return [
    ...PARAMETERS.filter(([name]) => options[name] !== defaults[name]).map(
      ([name, parameter]) => `${parameter}=${literal(options[name])}`,
    ),
    ...(hasKeys
      ? [`keys=[${keys.map((key, n) => pythonString(key ?? String(n))).join(', ')}]`]
      : []),
    ...(options.fillValue === null ? [] : [`fill_value=${numberOf(options.fillValue)}`]),
  ];
}

function writerOf(output: string, { format, compression }: ConcatRequest['options']): string[] {
  const name = pythonString(output);
  const isZarr = format === null ? /\.zarr$/iu.test(output) : format !== 'h5ad';
  if (isZarr) {
    const version = format === 'zarr2' ? 2 : 3;
    return [`ad.settings.zarr_write_format = ${version}`, `adata.write_zarr(${name})`];
  }
  const [codec, level] = compression.split(':');
  const more = codec === 'gzip' ? ', compression="gzip"' : '';
  const opts = codec === 'gzip' && level !== undefined ? `, compression_opts=${level}` : '';
  return [`adata.write_h5ad(${name}${more}${opts})`];
}

function literal(value: string | boolean | null): string {
  if (value === null) return 'None';
  if (typeof value === 'string') return pythonString(value);
  return value ? 'True' : 'False';
}

/** An integer stays one; Python refuses zeros before it. */
const numberOf = (text: string): string =>
  /^[-+]?\d+$/u.test(text) ? String(BigInt(text)) : `float(${pythonString(text)})`;
