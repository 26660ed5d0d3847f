import { InvalidArgumentError, Option, type Command } from 'commander';
import {
  axisSchema,
  columnConflictsSchema,
  compressionSchema,
  fillValueSchema,
  formatSchema,
  joinSchema,
  mergeSchema,
  MINIMUM_MEMORY,
  optionsSchema,
  verifySchema,
} from '../../shared/options.ts';
import { formatBytes } from '../../shared/words/index.ts';
import { parseSize } from './size.ts';

const AXES = new Map([
  ['0', 'obs'],
  ['1', 'var'],
]);

const DEFAULTS = optionsSchema.parse({});

/** The options that `concat` and `plan` share; their camelCase names are those of `Options`. */
export function addConcatOptions(command: Command): Command {
  const merges = ['none', ...mergeSchema.options];
  command
    .argument('[inputs...]', 'stores to concatenate, each as path, URL or key=path')
    .option('--in <inputs...>', 'further inputs, after those before the options')
    .requiredOption('-o, --out <path>', 'the result: .h5ad or .zarr')
    .option('--keys <keys...>', 'names of the inputs, in their order')
    .addOption(
      choice(
        '--axis <axis>',
        'axis to concatenate along',
        [...axisSchema.options, ...AXES.keys()],
        DEFAULTS.axis,
        (value) => AXES.get(value) ?? value,
      ),
    )
    .addOption(
      choice(
        '--join <join>',
        'what to keep of the names of the other axis',
        joinSchema.options,
        DEFAULTS.join,
      ),
    )
    .addOption(
      choice(
        '--merge <strategy>',
        'what to keep of the elements of the other axis',
        merges,
        'none',
      ),
    )
    .addOption(choice('--uns-merge <strategy>', 'what to keep of uns', merges, 'none'))
    .option('--label <column>', 'column that receives the key of the input')
    .option('--index-unique <separator>', 'append this and the key to every name')
    .option('--fill-value <value>', 'value of absent entries, as in 0, 0.0, nan', fillValue)
    .option('--pairwise', 'keep obsp (or varp) as blocks along the diagonal')
    .addOption(
      choice(
        '--column-conflicts <how>',
        'what becomes of columns that hold different kinds of values',
        columnConflictsSchema.options,
        DEFAULTS.columnConflicts,
      ),
    )
    .option(
      '--max-loaded-elems <count>',
      `matrix elements to load at once, as in anndata (default: ${DEFAULTS.maxLoadedElems})`,
      count,
    )
    .option(
      '--memory <size>',
      `memory for buffers, as in 512MiB (default: ${formatBytes(DEFAULTS.memory)})`,
      memory,
    )
    .addOption(
      choice('--format <format>', 'format of the result', formatSchema.options, 'by its suffix'),
    )
    .option(
      '--compression <codec>',
      `auto (as the inputs), none, gzip[:level] or zstd[:level] (default: ${DEFAULTS.compression})`,
      compression,
    )
    .option('--overwrite', 'replace an existing result');
  return addOutputOptions(addVerifyOption(command, DEFAULTS.verify));
}

/** @param absent what is done without the option */
export const addVerifyOption = (command: Command, absent: string): Command =>
  command.addOption(
    choice(
      '--verify <how>',
      'how to check the result before it is in place',
      verifySchema.options,
      absent,
    ),
  );

/** @param name of the option, with its value */
export const addCountOption = (command: Command, name: string, description: string): Command =>
  command.option(name, description, count);

export const addResumeOption = (command: Command): Command =>
  command.option('--resume', 'continue what a run of the same plan left that was killed');

/** What every command that takes its time has. */
export const addOutputOptions = (command: Command): Command =>
  command
    .option('--json', 'results as JSON, messages as JSON lines')
    .option('--quiet', 'no plan, progress and warnings on standard error');

export function choice(
  flags: string,
  description: string,
  values: readonly string[],
  absent: string,
  convert: (value: string) => string = (value) => value,
): Option {
  const text = `${description}: ${values.join(', ')} (default: ${absent})`;
  return new Option(flags, text).argParser((value) => {
    if (values.includes(value)) return convert(value);
    throw new InvalidArgumentError(`Allowed are ${values.join(', ')}.`);
  });
}

function fillValue(text: string): string {
  const value = text.toLowerCase();
  if (fillValueSchema.safeParse(value).success) return value;
  throw new InvalidArgumentError('It must be a number, inf or nan.');
}

function compression(value: string): string {
  if (compressionSchema.safeParse(value).success) return value;
  throw new InvalidArgumentError(
    'Allowed are auto, none, gzip or gzip:0 to 9, and zstd or zstd:1 to 22.',
  );
}

function count(text: string): number {
  const value = /^\d+$/u.test(text) ? Number(text) : 0;
  if (value > 0 && Number.isSafeInteger(value)) return value;
  throw new InvalidArgumentError('It must be a whole number above 0.');
}

function memory(text: string): number {
  const bytes = parseSize(text);
  if (bytes === undefined) throw new InvalidArgumentError('It must be a size, as in 512MiB.');
  if (bytes >= MINIMUM_MEMORY) return bytes;
  throw new InvalidArgumentError(`The least is ${formatBytes(MINIMUM_MEMORY)}.`);
}
