import * as l10n from '@vscode/l10n';
import { h } from './dom.ts';
import { linesOf } from './drop-zone.ts';
import { createButton, createTextField } from './toolkit.ts';

/** The ways to name more stores: by choosing, by a folder, by a path or URL that is typed. */
export function createAddInputs(on: {
  readonly add: () => void;
  readonly addFolder: () => void;
  readonly addTexts: (texts: readonly string[]) => void;
}): { readonly element: HTMLElement; readonly focus: () => void } {
  const add = createButton(l10n.t('Add Stores…'), 'secondary', on.add);
  const folder = createButton(l10n.t('Add Folder…'), 'secondary', on.addFolder);
  let text = '';
  const help = l10n.t(
    'A path, a URL or a folder; Enter adds it. Several lines can be pasted, or files be dropped from the Explorer while Shift is held.',
  );
  const field = createTextField({
    label: l10n.t('Path or URL'),
    isLabelHidden: true,
    help,
    placeholder: l10n.t('path or URL of a store, or a folder'),
    onChange: (value) => {
      text = value;
    },
  });
  const addText = (): void => {
    const lines = linesOf(text);
    if (lines.length === 0) return;
    on.addTexts(lines);
    text = '';
    field.set('');
  };
  field.element.addEventListener('keydown', (event) => {
    if (event.key === 'Enter') addText();
  });
  return {
    element: h(
      'div',
      { class: 'add-inputs' },
      h(
        'div',
        { class: 'add-row' },
        add.element,
        folder.element,
        field.element,
        createButton(l10n.t('Add'), 'secondary', addText).element,
      ),
      h('p', { class: 'help' }, help),
    ),
    focus: () => {
      add.element.focus();
    },
  };
}
