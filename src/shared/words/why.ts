import type { Action, Why } from '../plan.ts';

const WHY: Readonly<Record<Why, string>> = {
  'in-all': 'every input has it',
  'in-some': 'only some inputs have it',
  index: 'names of an axis',
  'same-names': 'the names of the other axis are equal in all inputs',
  'other-names': 'the names of the other axis differ between inputs',
  'other-widths': 'the arrays differ in their number of columns',
  promoted: 'the inputs have different dtypes',
  'mixed-encoding': 'the inputs have different encodings',
  'mixed-kinds': 'its values are of different kinds in different inputs',
  'label-option': 'asked for with the label option',
  structure: 'part of the structure of an AnnData store',
  'kept-by-strategy': 'kept by the merge strategy',
  'no-strategy': 'no merge strategy is set for it',
  strategy: 'not kept by the merge strategy',
  'not-pairwise': 'the pairwise option is off',
  'raw-in-some': 'only some inputs have raw',
  'raw-index-only': 'raw keeps only the names of its variables',
};

/** Why an elem is treated as it is: a clause without capital and full stop. */
export const explainWhy = (why: Why): string => WHY[why];

const ACTIONS: Readonly<Record<Action, string>> = {
  append: 'the inputs one after another, values unchanged',
  reindex: 'the inputs one after another, brought to the names of the result',
  fill: 'the inputs one after another, absent parts filled',
  convert: 'the inputs one after another, converted to one type',
  merge: 'taken from the inputs by the merge strategy',
  'block-diagonal': 'the inputs as blocks along the diagonal',
  create: 'made by the concatenation',
  drop: 'not in the result',
};

/** What is done to make an elem: a clause without capital and full stop. */
export const describeAction = (action: Action): string => ACTIONS[action];
