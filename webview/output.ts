import * as l10n from '@vscode/l10n';
import type { Draft, DraftIssues, DraftOptions } from '../src/shared/form.ts';
import { formatSchema } from '../src/shared/options.ts';
import { section } from './dom.ts';
import { checkboxField, dropdownField, textField } from './field.ts';
import { type Choice, createButton } from './toolkit.ts';

const FORMATS: readonly Choice[] = [
  { value: '', text: l10n.t('by the suffix of the path') },
  { value: 'h5ad', text: l10n.t('HDF5: a file') },
  { value: 'zarr3', text: l10n.t('Zarr 3: a folder, with shards') },
  { value: 'zarr2', text: l10n.t('Zarr 2: a folder, for older readers') },
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
    l10n.t('Path'),
    l10n.t(
      'By its suffix, .h5ad is a file in HDF5 and .zarr a folder of Zarr 3, or 2 where all stores are.',
    ),
    'result.h5ad',
    on.path,
  );
  const format = dropdownField(
    l10n.t('Format'),
    l10n.t('How the result is stored.'),
    FORMATS,
    (value) => {
      on.format(value === '' ? null : formatSchema.parse(value));
    },
  );
  const overwrite = checkboxField(
    l10n.t('Overwrite'),
    l10n.t('Replace what is there, once the result is whole and checked.'),
    on.overwrite,
  );
  const browse = createButton(l10n.t('Browse…'), 'secondary', on.browse);
  return {
    element: section(
      l10n.t('Output'),
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
