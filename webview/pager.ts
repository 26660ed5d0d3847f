import * as l10n from '@vscode/l10n';
import { formatCount } from '../src/shared/words/index.ts';
import { h } from './dom.ts';
import { createIconButton } from './toolkit.ts';

export interface Pager {
  readonly element: HTMLElement;
  /** The rows in view of `count`: from `start` to before `end`. */
  readonly range: (count: number) => { readonly start: number; readonly end: number };
  /** Turns to the page of a row, without telling. */
  readonly goTo: (row: number) => void;
}

/** Turns the pages of a list that may be too long to be shown at once; hidden while it is not. */
export function createPager(what: string, size: number, onTurn: () => void): Pager {
  let page = 0;
  const text = h('span', { class: 'pager-range', role: 'status' });
  const buttons = h('span', { class: 'pager-buttons' });
  const element = h('div', { class: 'pager', hidden: true }, text, buttons);

  const turn = (by: number): void => {
    page += by;
    onTurn();
    // The buttons are new; one that can still be pressed has the focus.
    const all = [...buttons.children].filter((button) => button instanceof HTMLElement);
    const usable = all.filter((button) => !button.hasAttribute('disabled'));
    (usable.find((button) => button === all[by < 0 ? 0 : 1]) ?? usable[0])?.focus();
  };

  return {
    element,
    range: (count) => {
      const last = Math.max(0, Math.ceil(count / size) - 1);
      page = Math.min(page, last);
      const start = page * size;
      const end = Math.min(count, start + size);
      element.hidden = count <= size;
      if (!element.hidden) {
        text.textContent = l10n.t(
          '{0} to {1} of {2}',
          formatCount(start + 1),
          formatCount(end),
          formatCount(count),
        );
        buttons.replaceChildren(
          createIconButton('chevron-left', l10n.t('Previous {0}', what), page === 0, () => {
            turn(-1);
          }),
          createIconButton('chevron-right', l10n.t('Next {0}', what), page === last, () => {
            turn(1);
          }),
        );
      }
      return { start, end };
    },
    goTo: (row) => {
      page = Math.floor(Math.max(0, row) / size);
    },
  };
}
