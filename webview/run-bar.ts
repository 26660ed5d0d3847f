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
  const run = createButton('Run', 'primary', on.run);
  const trust = h(
    'div',
    { class: 'trust', hidden: true },
    icon('shield'),
    h('p', {}, 'This workspace is not trusted: stores can be read, but nothing is written.'),
    createButton('Manage Trust', 'secondary', on.manageTrust).element,
  );
  return {
    element: h(
      'header',
      {},
      h(
        'div',
        { class: 'bar' },
        h('div', { class: 'titles' }, h('h1', {}, 'Concatenate AnnData Stores'), summary),
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
