import {
  axisSchema,
  columnConflictsSchema,
  joinSchema,
  mergeSchema,
  verifySchema,
} from '../src/shared/options.ts';
import { codecSchema, hasLevel, type DraftIssues, type DraftOptions } from '../src/shared/form.ts';
import { section } from './dom.ts';
import { checkboxField, dropdownField, radioField, textField } from './field.ts';
import type { Choice } from './toolkit.ts';

const AXES: readonly Choice[] = [
  { value: 'obs', text: 'obs: stack observations' },
  { value: 'var', text: 'var: stack variables' },
];
const JOINS: readonly Choice[] = [
  { value: 'inner', text: 'inner: names that all stores share' },
  { value: 'outer', text: 'outer: names of any store' },
];
const STRATEGIES: readonly Choice[] = [
  { value: '', text: 'none: keep nothing' },
  { value: 'same', text: 'same: equal in all stores' },
  { value: 'unique', text: 'unique: one possible value' },
  { value: 'first', text: 'first: of the first store' },
  { value: 'only', text: 'only: in just one store' },
];
const CONFLICTS: readonly Choice[] = [
  { value: 'error', text: 'error: refuse them' },
  { value: 'string', text: 'string: turn them into text' },
  { value: 'drop', text: 'drop: leave them out' },
];
const CODECS: readonly Choice[] = [
  { value: 'auto', text: 'auto: what the stores use' },
  { value: 'none', text: 'none' },
  { value: 'gzip', text: 'gzip' },
  { value: 'zstd', text: 'zstd: Zarr only' },
];

const CHECKS: readonly Choice[] = [
  { value: 'off', text: 'off: trust what was written' },
  { value: 'fast', text: 'fast: structure, digests, samples' },
  { value: 'full', text: 'full: every value' },
];

export interface OptionsPane {
  readonly element: HTMLElement;
  readonly update: (options: DraftOptions) => void;
  /** Adapts to what is being typed. */
  readonly follow: (options: DraftOptions, issues: DraftIssues) => void;
}

/** The options, in the words of `anndata.concat`. */
export function createOptions(change: (options: Partial<DraftOptions>) => void): OptionsPane {
  const axis = radioField('Axis', 'The axis to concatenate along.', AXES, (value) => {
    change({ axis: axisSchema.parse(value) });
  });
  const join = radioField('Join', 'Which names of the other axis to keep.', JOINS, (value) => {
    change({ join: joinSchema.parse(value) });
  });
  const fillValue = textField(
    'Fill value',
    'For entries that a store lacks. Empty: 0 in sparse arrays, nan in others.',
    'default',
    (text) => {
      change({ fillValue: text });
    },
  );
  const label = textField(
    'Label',
    'Name of a new column that tells by its key which store a row is from. Empty: no column.',
    'such as dataset',
    (text) => {
      change({ label: text });
    },
  );
  const indexUnique = textField(
    'Index unique',
    'Makes names unique: this separator and the key are appended to each. Empty: names stay.',
    'such as -',
    (text) => {
      change({ indexUnique: text });
    },
  );
  const strategy = (value: string): DraftOptions['merge'] =>
    value === '' ? null : mergeSchema.parse(value);
  const merge = dropdownField(
    'Merge',
    'Which elements of the other axis to keep, such as columns of var.',
    STRATEGIES,
    (value) => {
      change({ merge: strategy(value) });
    },
  );
  const unsMerge = dropdownField(
    'Uns merge',
    'Which elements of uns to keep.',
    STRATEGIES,
    (value) => {
      change({ unsMerge: strategy(value) });
    },
  );
  const pairwise = checkboxField(
    'Pairwise',
    'Keep pairwise elements, such as obsp, as blocks along the diagonal.',
    (value) => {
      change({ pairwise: value });
    },
  );
  const columnConflicts = dropdownField(
    'Column conflicts',
    'For columns that hold different kinds of values in different stores, such as numbers and text.',
    CONFLICTS,
    (value) => {
      change({ columnConflicts: columnConflictsSchema.parse(value) });
    },
  );
  const codec = dropdownField('Compression', 'Of the result.', CODECS, (value) => {
    change({ codec: codecSchema.parse(value) });
  });
  const level = textField(
    'Compression level',
    'More is smaller and slower: 0 to 9 for gzip, 1 to 22 for zstd. Empty: the default.',
    'default',
    (text) => {
      change({ level: text.trim() });
    },
  );
  const verify = dropdownField(
    'Verify',
    'How the result is checked against the stores before it is put into place.',
    CHECKS,
    (value) => {
      change({ verify: verifySchema.parse(value) });
    },
  );
  const memory = textField(
    'Memory (MiB)',
    'For buffers. More is faster with many stores or a wide other axis.',
    '64',
    (text) => {
      change({ memory: text.trim() });
    },
  );
  const maxLoadedElems = textField(
    'Max loaded elems',
    'Elements of a matrix to load at once, as in concat_on_disk. The memory bounds them too.',
    '100000000',
    (text) => {
      change({ maxLoadedElems: text.trim() });
    },
  );
  return {
    element: section(
      'Options',
      'options',
      group('Align', axis, join, fillValue),
      group('Name', label, indexUnique),
      group('Keep', merge, unsMerge, pairwise, columnConflicts),
      group('Write', codec, level, verify, memory, maxLoadedElems),
    ),
    update: (options) => {
      axis.set(options.axis);
      join.set(options.join);
      fillValue.set(options.fillValue);
      label.set(options.label);
      indexUnique.set(options.indexUnique);
      merge.set(options.merge ?? '');
      unsMerge.set(options.unsMerge ?? '');
      pairwise.set(options.pairwise);
      columnConflicts.set(options.columnConflicts);
      codec.set(options.codec);
      level.set(options.level);
      verify.set(options.verify);
      maxLoadedElems.set(options.maxLoadedElems);
      memory.set(options.memory);
    },
    follow: (options, issues) => {
      level.element.hidden = !hasLevel(options.codec);
      level.setIssue(issues.level);
      maxLoadedElems.setIssue(issues.maxLoadedElems);
      fillValue.setIssue(issues.fillValue);
      memory.setIssue(issues.memory);
    },
  };
}

function group(
  title: string,
  ...fields: readonly { readonly element: HTMLElement }[]
): HTMLElement {
  const element = document.createElement('fieldset');
  const legend = document.createElement('legend');
  legend.textContent = title;
  element.append(legend, ...fields.map((field) => field.element));
  return element;
}
