import type { Draft, DraftIssues, DraftOptions } from '../src/shared/form.ts';
import { formatSchema } from '../src/shared/options.ts';
import { section } from './dom.ts';
import { checkboxField, dropdownField, textField } from './field.ts';
import { type Choice, createButton } from './toolkit.ts';

const FORMATS: readonly Choice[] = [
  { value: '', text: 'by the suffix of the path' },
  { value: 'h5ad', text: 'HDF5: a file' },
  { value: 'zarr3', text: 'Zarr 3: a folder, with shards' },
  { value: 'zarr2', text: 'Zarr 2: a folder, for older readers' },
];

export interface OutputPane {
  readonly element: HTMLElement;
  readonly update: (draft: Draft) => void;
  readonly showIssues: (issues: DraftIssues) => void;
}

/** Where the result goes. */
export function createOutput(on: {
  readonly path: (path: string) => void;
  readonly format: (format: DraftOptions['format']) => void;
  readonly overwrite: (overwrite: boolean) => void;
  readonly browse: () => void;
}): OutputPane {
  const path = textField(
    'Path',
    'By its suffix, .h5ad is a file in HDF5 and .zarr a folder of Zarr 3, or 2 where all stores are.',
    'result.h5ad',
    on.path,
  );
  const format = dropdownField('Format', 'Of the result.', FORMATS, (value) => {
    on.format(value === '' ? null : formatSchema.parse(value));
  });
  const overwrite = checkboxField(
    'Overwrite',
    'Replace what is there, once the result is whole and checked.',
    on.overwrite,
  );
  const browse = createButton('Browse…', 'secondary', on.browse);
  return {
    element: section(
      'Output',
      'output',
      path.element,
      browse.element,
      format.element,
      overwrite.element,
    ),
    update: ({ output, options }) => {
      path.set(output);
      format.set(options.format ?? '');
      overwrite.set(options.overwrite);
    },
    showIssues: (issues) => {
      path.setIssue(issues.output);
    },
  };
}
