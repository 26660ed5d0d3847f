import * as l10n from '@vscode/l10n';
import { h, icon } from './dom.ts';
import { createButton } from './toolkit.ts';

export interface RunBar {
  readonly element: HTMLElement;
  /** @param obstacle why it cannot run now, as a sentence; '' when it can */
  readonly update: (summary: string, obstacle: string) => void;
  readonly setTrusted: (trusted: boolean) => void;
}

/** The head of the form: what it is about to do, and the button that does it. */
export function createRunBar(on: {
  readonly run: () => void;
  readonly manageTrust: () => void;
}): RunBar {
  const summary = h('p', { class: 'summary' });
  const obstacle = h('p', { class: 'obstacle', role: 'status' });
  const run = createButton(l10n.t('Run'), 'primary', on.run);
  const trust = h(
    'div',
    { class: 'trust', hidden: true },
    icon('shield'),
    h(
      'p',
      {},
      l10n.t('This workspace is not trusted: stores can be read, but nothing is written.'),
    ),
    createButton(l10n.t('Manage Trust'), 'secondary', on.manageTrust).element,
  );
  return {
    element: h(
      'header',
      {},
      h(
        'div',
        { class: 'bar' },
        h('div', { class: 'titles' }, h('h1', {}, l10n.t('Concatenate AnnData Stores')), summary),
        h('div', { class: 'run' }, obstacle, run.element),
      ),
      trust,
    ),
    update: (text, reason) => {
      summary.textContent = text;
      if (obstacle.textContent !== reason) obstacle.textContent = reason;
      run.setDisabled(reason !== '');
    },
    setTrusted: (trusted) => {
      trust.hidden = trusted;
    },
  };
}
