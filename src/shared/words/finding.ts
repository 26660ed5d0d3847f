import type { Finding, FindingCode } from '../finding.ts';
import type { Explanation } from './explanation.ts';
import { formatBytes } from './quantity.ts';
import { describeTag } from './failure.ts';
import { reasonSentence } from './reason.ts';
import { compareNameForms } from './name-forms.ts';
import { describePlace } from './place.ts';
import { counted, listed, maybe, printable, sentences } from './text.ts';

type Words = Omit<Explanation, 'where'>;

/** A named particular as text; undefined when the finding has none of that name. */
const fact = (finding: Finding, name: string): string | undefined => {
  const value = finding.facts[name];
  return value === undefined ? undefined : printable(String(value));
};

const bytesFact = (finding: Finding, name: string): string | undefined => {
  const value = finding.facts[name];
  return typeof value === 'number' ? formatBytes(value) : fact(finding, name);
};

const examples = (finding: Finding): string => listed(finding.examples, finding.count);

/** `Name: a, b and 3 more.`, or '' when the finding names no case. */
const cases = (finding: Finding, name: string): string =>
  maybe(`${name}: `, examples(finding), '.');

const WORDS: Readonly<Record<FindingCode, (finding: Finding) => Words>> = {
  C001: () => ({
    what: 'There is nothing to concatenate.',
    why: 'No input was given.',
    todo: 'Add one or more AnnData stores (.h5ad or .zarr).',
  }),
  C002: (f) => ({
    what: 'This input cannot be used.',
    why: sentences(describeTag(f.facts['tag']), reasonSentence(fact(f, 'reason'))),
    todo: 'Check that the path is right and that anndata can read it, or leave this input out.',
  }),
  C003: (f) => ({
    what: 'The output is one of the inputs.',
    why: `Writing the result would destroy ${fact(f, 'input') ?? 'that input'}.`,
    todo: 'Choose another path for the output.',
  }),
  C004: () => ({
    what: 'The output exists already.',
    why: 'An existing output is replaced only when that is asked for.',
    todo: 'Choose another path for the output, or set the overwrite option.',
  }),
  C005: (f) => ({
    what: 'The output cannot be written there.',
    why: reasonSentence(fact(f, 'reason')),
    todo: 'Create the folder or make it writable, or choose another path for the output.',
  }),
  C006: (f) => ({
    what: 'The disk of the output has not enough room.',
    why: sentences(
      maybe('The result may take up to ', bytesFact(f, 'needed'), '.'),
      maybe('Free are ', bytesFact(f, 'free'), '.'),
    ),
    todo: 'Free some room, or choose a path on another disk.',
  }),
  C008: () => ({
    what: 'The output is a folder that is no store.',
    why: 'Only a store is replaced by a result, and this folder has no Zarr metadata.',
    todo: 'Choose another path for the output.',
  }),
  C009: (f) => ({
    what: `The format ${maybe('“', fact(f, 'format'), '” ') || 'of the output '}has no compression ${maybe('by ', fact(f, 'codec'), ' ')}that every reader knows.`,
    why: 'HDF5 readers need a plugin for any compression but gzip.',
    todo: 'Choose gzip or none, or write a Zarr store.',
  }),
  C010: (f) => ({
    what: 'Two or more inputs have the same key.',
    why: sentences(cases(f, 'Given twice'), 'A key tells which input a name came from.'),
    todo: 'Give each input a key of its own.',
  }),
  C011: (f) => ({
    what: 'There are fewer keys than inputs.',
    why: maybe(
      'There are ',
      [maybe('', fact(f, 'keys'), ' keys'), maybe('', fact(f, 'inputs'), ' inputs')]
        .filter((part) => part !== '')
        .join(' and '),
      '.',
    ),
    todo: 'Give as many keys as inputs, or none: then the inputs are numbered from 0.',
  }),
  C012: () => ({
    what: 'Keys are given both with the inputs and as an option.',
    why: 'It cannot be known which of them are meant.',
    todo: 'Give the keys in one way only.',
  }),
  C020: (f) => ({
    what: `${namesRecur(f, '')}${maybe(': ', examples(f))}.`,
    why: 'The inputs are aligned by these names, so each may occur only once in an input.',
    todo: `Make them unique and save the input again, in Python with ${fact(f, 'axis') ?? 'var'}_names_make_unique().`,
  }),
  C021: (f) => ({
    what: `No name of ${fact(f, 'axis') ?? 'the other axis'} is in every input.`,
    why: sentences(
      'An inner join keeps only shared names, so the result would be empty.',
      cases(f, 'Names from the inputs'),
      compareNameForms(f.examples),
    ),
    todo: 'Bring the names to one form (gene symbols, or Ensembl ids without or with version suffix), or use an outer join.',
  }),
  C022: (f) => ({
    what: `${namesRecur(f, ' of the result')}${maybe(': ', examples(f))}.`,
    why: 'The inputs use the same names. The result is valid, but a name no longer tells one entry.',
    todo: 'Set the index-unique option: it appends a separator and the key of the input to each name.',
  }),
  C030: (f) => ({
    what: 'Some inputs have X and some have not.',
    why: sentences(cases(f, 'Without X'), 'X must be in all inputs or in none.'),
    todo: 'Add X to these inputs, remove it from the others, or leave these inputs out.',
  }),
  C031: (f) => ({
    what: 'This element is of a kind that is not supported yet.',
    why: sentences(
      maybe('Its encoding is ', fact(f, 'encoding'), '.'),
      maybe('Its dtype is ', fact(f, 'dtype'), '.'),
    ),
    todo: 'Remove the element from the input, or store it in another form.',
  }),
  C033: (f) => ({
    what: 'This element is compressed in a way that cannot be read.',
    why: maybe('The filter is ', fact(f, 'filter'), '.'),
    todo: 'Store the input again with gzip compression, or without any.',
  }),
  C034: (f) => ({
    what: 'The inputs have elements of different kinds under this name.',
    why: sentences(
      maybe('The kinds are: ', fact(f, 'encodings'), '.'),
      'They cannot be joined into one element.',
    ),
    todo: 'Rename or remove the element in some of the inputs, or store it in one form in all.',
  }),
  C035: (f) => ({
    what: 'The inputs have this element in shapes that do not fit together.',
    why: maybe('The shapes are: ', fact(f, 'shapes'), '.'),
    todo: 'Rename or remove the element in some of the inputs, or bring it to one shape.',
  }),
  C036: (f) => ({
    what: 'This element is damaged.',
    why: reasonSentence(fact(f, 'reason')),
    todo: 'Get an undamaged copy of the input, or remove the element from it.',
  }),
  C037: (f) => ({
    what: 'The format of the output cannot hold an element of this name.',
    why: maybe('The format is ', fact(f, 'format'), '.'),
    todo: 'Rename the element in the inputs, or choose another format for the output.',
  }),
  C038: (f) => ({
    what: 'This element is stored in chunks that are larger than the memory allows.',
    why: sentences(
      maybe('A chunk takes ', bytesFact(f, 'chunk'), ' once decompressed.'),
      maybe('At most ', bytesFact(f, 'most'), ' can be taken.'),
    ),
    todo: 'Allow more memory, or store the input again in smaller chunks.',
  }),
  C040: (f) => ({
    what: 'This column holds different kinds of values in different inputs.',
    why: sentences(
      maybe('The kinds are: ', fact(f, 'kinds'), '.'),
      'AnnData can store only one kind of value in a column.',
    ),
    todo: 'Convert the column to one kind in all inputs, let it become text, or leave it out.',
  }),
  C041: (f) => ({
    what: `The dtype changes${maybe(' from ', fact(f, 'from'))}${maybe(' to ', fact(f, 'to'))}.`,
    why: 'The result needs a dtype that holds the values of all inputs and the absent ones.',
    todo: 'Nothing, if the values may have that dtype. Otherwise store all inputs with one dtype.',
  }),
  C042: () => ({
    what: 'This column becomes plain strings.',
    why: 'Its ordered categories differ between the inputs, so no common order is known.',
    todo: 'Nothing, if strings will do. Otherwise give the column the same ordered categories in all inputs.',
  }),
  C043: (f) => ({
    what: `This column is stored ${maybe('as ', fact(f, 'form')) || 'in another form'}.`,
    why: 'In memory, anndata.concat would give a form that no AnnData file can hold.',
    todo: '',
  }),
  C044: (f) => ({
    what: `The fill value ${maybe('', fact(f, 'fill'), ' ')}does not fit into ${fact(f, 'dtype') ?? 'the dtype of this element'}.`,
    why: 'Entries that an input lacks get the fill value.',
    todo: 'Choose another fill value, or an inner join.',
  }),
  C045: (f) => ({
    what: 'This column becomes text.',
    why: sentences(
      maybe('Its kinds of values are: ', fact(f, 'kinds'), '.'),
      'Numbers and bools are written as Python writes them, and missing values stay missing.',
    ),
    todo: '',
  }),
  C050: (f) => ({
    what: `${f.count === null ? 'Some elements' : counted(f.count, 'element')} of the inputs will not be in the result${maybe(': ', examples(f))}.`,
    why: 'The plan tells the reason for each.',
    todo: 'Nothing, if you do not need them. Otherwise look at the options join, merge, uns-merge and pairwise.',
  }),
  C051: (f) => ({
    what: 'The result will have no raw.',
    why: sentences('Only some inputs have it.', cases(f, 'Examples')),
    todo: 'Nothing, if you do not need it. Otherwise set raw in all inputs.',
  }),
  C052: (f) => ({
    what: 'Whole numbers are mixed with fractions.',
    why: sentences(
      'Some inputs seem to hold counts and others normalised values, which do not compare.',
      cases(f, 'Examples'),
    ),
    todo: 'Use inputs of one kind, or choose one that all inputs have as a layer.',
  }),
  C060: (f) => ({
    what: `Entries that an input lacks are filled${maybe(' with ', fact(f, 'fill'))}.`,
    why: 'The names of the result are not all in every input.',
    todo: '',
  }),
  C061: (f) => ({
    what: `A run that was killed left something beside the output${maybe(', ', bytesFact(f, 'bytes'))}.`,
    why: maybe('It is ', examples(f), '.'),
    todo: 'Resume it, if the inputs and the options are the same, or have «anndata-concat leftovers» delete it: an old output that was set aside is put back, if it has no successor.',
  }),
  C062: (f) => ({
    what: 'Another run is writing this output.',
    why: sentences(
      maybe('It is process ', fact(f, 'pid'), maybe(' on ', fact(f, 'host'), '.')),
      maybe('Unfinished is ', examples(f), '.'),
    ),
    todo: 'Wait for it, or choose another path for the output.',
  }),
};

/** `3 names of var occur more than once`, or with an unknown count `Names of var occur …`. */
const namesRecur = (finding: Finding, of: string): string =>
  (finding.count === null ? 'Names' : counted(finding.count, 'name')) +
  maybe(' of ', fact(finding, 'axis')) +
  `${of} ${finding.count === 1 ? 'occurs' : 'occur'} more than once`;

/** The words for a finding. Those of its fixes are made by `describeFix`. */
export const explainFinding = (finding: Finding): Explanation => ({
  ...WORDS[finding.code](finding),
  where: describePlace(finding.input, finding.elem),
});
