import type { Draft, DraftIssues } from '../src/shared/form.ts';
import { section } from './dom.ts';
import { checkboxField, textField } from './field.ts';
import { createButton } from './toolkit.ts';

export interface OutputPane {
  readonly element: HTMLElement;
  readonly update: (draft: Draft) => void;
  readonly showIssues: (issues: DraftIssues) => void;
}

/** Where the result goes. */
export function createOutput(on: {
  readonly path: (path: string) => void;
  readonly overwrite: (overwrite: boolean) => void;
  readonly browse: () => void;
}): OutputPane {
  const path = textField(
    'Path',
    'The suffix tells the format: .h5ad is a file, .zarr a folder.',
    'result.h5ad',
    on.path,
  );
  const overwrite = checkboxField(
    'Overwrite',
    'Replace what is there, once the result is whole and checked.',
    on.overwrite,
  );
  const browse = createButton('Browse…', 'secondary', on.browse);
  return {
    element: section('Output', 'output', path.element, browse.element, overwrite.element),
    update: ({ output, options }) => {
      path.set(output);
      overwrite.set(options.overwrite);
    },
    showIssues: (issues) => {
      path.setIssue(issues.output);
    },
  };
}
