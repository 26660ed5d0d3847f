import * as l10n from '@vscode/l10n';
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
  { value: 'obs', text: l10n.t('obs: stack observations') },
  { value: 'var', text: l10n.t('var: stack variables') },
];
const JOINS: readonly Choice[] = [
  { value: 'inner', text: l10n.t('inner: names that all stores share') },
  { value: 'outer', text: l10n.t('outer: names of any store') },
];
const STRATEGIES: readonly Choice[] = [
  { value: '', text: l10n.t('none: keep nothing') },
  { value: 'same', text: l10n.t('same: equal in all stores') },
  { value: 'unique', text: l10n.t('unique: one possible value') },
  { value: 'first', text: l10n.t('first: of the first store') },
  { value: 'only', text: l10n.t('only: in just one store') },
];
const CONFLICTS: readonly Choice[] = [
  { value: 'error', text: l10n.t('error: refuse them') },
  { value: 'string', text: l10n.t('string: turn them into text') },
  { value: 'drop', text: l10n.t('drop: leave them out') },
];
const CODECS: readonly Choice[] = [
  { value: 'auto', text: l10n.t('auto: what the stores use') },
  { value: 'none', text: l10n.t('none') },
  { value: 'gzip', text: 'gzip' },
  { value: 'zstd', text: l10n.t('zstd: Zarr only') },
];

const CHECKS: readonly Choice[] = [
  { value: 'off', text: l10n.t('off: trust what was written') },
  { value: 'fast', text: l10n.t('fast: structure, digests, samples') },
  { value: 'full', text: l10n.t('full: every value') },
];

export interface OptionsPane {
  readonly element: HTMLElement;
  readonly update: (options: DraftOptions) => void;
  /** Adapts to what is being typed. */
  readonly follow: (options: DraftOptions, issues: DraftIssues) => void;
}

/** The options, in the words of `anndata.concat`. */
export function createOptions(change: (options: Partial<DraftOptions>) => void): OptionsPane {
  const axis = radioField(
    l10n.t('Axis'),
    l10n.t('The axis to concatenate along.'),
    AXES,
    (value) => {
      change({ axis: axisSchema.parse(value) });
    },
  );
  const join = radioField(
    l10n.t('Join'),
    l10n.t('Which names of the other axis to keep.'),
    JOINS,
    (value) => {
      change({ join: joinSchema.parse(value) });
    },
  );
  const fillValue = textField(
    l10n.t('Fill value'),
    l10n.t('For entries that a store lacks. Empty: 0 in sparse arrays, nan in others.'),
    l10n.t('default'),
    (text) => {
      change({ fillValue: text });
    },
  );
  const label = textField(
    l10n.t('Label'),
    l10n.t(
      'Name of a new column that tells by its key which store a row is from. Empty: no column.',
    ),
    l10n.t('such as dataset'),
    (text) => {
      change({ label: text });
    },
  );
  const indexUnique = textField(
    l10n.t('Index unique'),
    l10n.t(
      'Makes names unique: this separator and the key are appended to each. Empty: names stay.',
    ),
    l10n.t('such as -'),
    (text) => {
      change({ indexUnique: text });
    },
  );
  const strategy = (value: string): DraftOptions['merge'] =>
    value === '' ? null : mergeSchema.parse(value);
  const merge = dropdownField(
    l10n.t('Merge'),
    l10n.t('Which elements of the other axis to keep, such as columns of var.'),
    STRATEGIES,
    (value) => {
      change({ merge: strategy(value) });
    },
  );
  const unsMerge = dropdownField(
    l10n.t('Uns merge'),
    l10n.t('Which elements of uns to keep.'),
    STRATEGIES,
    (value) => {
      change({ unsMerge: strategy(value) });
    },
  );
  const pairwise = checkboxField(
    l10n.t('Pairwise'),
    l10n.t('Keep pairwise elements, such as obsp, as blocks along the diagonal.'),
    (value) => {
      change({ pairwise: value });
    },
  );
  const columnConflicts = dropdownField(
    l10n.t('Column conflicts'),
    l10n.t(
      'For columns that hold different kinds of values in different stores, such as numbers and text.',
    ),
    CONFLICTS,
    (value) => {
      change({ columnConflicts: columnConflictsSchema.parse(value) });
    },
  );
  const codec = dropdownField(
    l10n.t('Compression'),
    l10n.t('How the arrays of the result are compressed.'),
    CODECS,
    (value) => {
      change({ codec: codecSchema.parse(value) });
    },
  );
  const level = textField(
    l10n.t('Compression level'),
    l10n.t('More is smaller and slower: 0 to 9 for gzip, 1 to 22 for zstd. Empty: the default.'),
    l10n.t('default'),
    (text) => {
      change({ level: text.trim() });
    },
  );
  const verify = dropdownField(
    l10n.t('Verify'),
    l10n.t('How the result is checked against the stores before it is put into place.'),
    CHECKS,
    (value) => {
      change({ verify: verifySchema.parse(value) });
    },
  );
  const memory = textField(
    l10n.t('Memory (MiB)'),
    l10n.t('For buffers. More is faster with many stores or a wide other axis.'),
    '64',
    (text) => {
      change({ memory: text.trim() });
    },
  );
  const maxLoadedElems = textField(
    l10n.t('Max loaded elems'),
    l10n.t(
      'Elements of a matrix to load at once, as in concat_on_disk. The memory bounds them too.',
    ),
    '100000000',
    (text) => {
      change({ maxLoadedElems: text.trim() });
    },
  );
  return {
    element: section(
      l10n.t('Options'),
      'options',
      group(l10n.t('Align'), axis, join, fillValue),
      group(l10n.t('Name'), label, indexUnique),
      group(l10n.t('Keep'), merge, unsMerge, pairwise, columnConflicts),
      group(l10n.t('Write'), codec, level, verify, memory, maxLoadedElems),
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
