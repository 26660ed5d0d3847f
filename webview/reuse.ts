import * as l10n from '@vscode/l10n';
import { h, section } from './dom.ts';
import { createButton } from './toolkit.ts';

export interface ReusePane {
  readonly element: HTMLElement;
  readonly setDisabled: (disabled: boolean) => void;
}

/** What else can be made of the form than a result. */
export function createReuse(on: {
  readonly saveRecipe: () => void;
  readonly copyCommandLine: () => void;
  readonly copyPython: () => void;
}): ReusePane {
  const buttons = [
    createButton(l10n.t('Save Recipe…'), 'secondary', on.saveRecipe),
    createButton(l10n.t('Copy as Command Line'), 'secondary', on.copyCommandLine),
    createButton(l10n.t('Copy as Python'), 'secondary', on.copyPython),
  ];
  return {
    element: section(
      l10n.t('Reuse'),
      'reuse',
      h('div', { class: 'buttons-row' }, ...buttons.map(({ element }) => element)),
      h(
        'p',
        { class: 'help' },
        l10n.t(
          'A recipe is a file that opens in this form again, and names the stores by their place beside it.',
        ),
      ),
    ),
    setDisabled: (disabled) => {
      for (const button of buttons) button.setDisabled(disabled);
    },
  };
}
