import * as l10n from '@vscode/l10n';
import type { DraftInput } from '../src/shared/form.ts';
import { counted } from '../src/shared/words/index.ts';
import { createAddInputs } from './add-inputs.ts';
import { h, icon, section } from './dom.ts';
import { acceptTexts } from './drop-zone.ts';
import { createInputRow, type InputState } from './input-row.ts';
import { createPager } from './pager.ts';
import { createButton } from './toolkit.ts';

/** Rows of a page: the controls of a thousand rows would take seconds to make. */
const PAGE_SIZE = 50;

export interface InputsPane {
  readonly element: HTMLElement;
  readonly update: (inputs: readonly DraftInput[]) => void;
  /** What became known of the store of this path. */
  readonly tell: (path: string, state: InputState) => void;
  /** All summaries are asked for again when their rows are in view. */
  readonly forget: () => void;
}

/** The stores, in the order in which they are concatenated. */
export function createInputs(on: {
  readonly change: (inputs: readonly DraftInput[]) => void;
  readonly add: () => void;
  readonly addFolder: () => void;
  readonly addTexts: (texts: readonly string[]) => void;
  readonly picture: (kind: 'overlap' | 'sparsity') => void;
  /** Rows came into view whose stores are not known yet. */
  readonly show: (paths: readonly string[]) => void;
  readonly announce: (text: string) => void;
}): InputsPane {
  const known = new Map<string, InputState>();
  let inputs: readonly DraftInput[] = [];
  /** Those of the page. */
  let rows: readonly ReturnType<typeof createInputRow>[] = [];
  let first = 0;
  const add = createAddInputs(on);
  const overlap = createButton(l10n.t('Overlap of Names'), 'secondary', () => {
    on.picture('overlap');
  });
  const sparsity = createButton(l10n.t('Sparsity of X'), 'secondary', () => {
    on.picture('sparsity');
  });
  const body = h('tbody');
  const count = h('span', { class: 'count' });
  const pager = createPager(l10n.t('stores'), PAGE_SIZE, () => {
    render();
  });

  /** Shows `next`; then the focus is on a button of the row that is meant. */
  const rearrange = (next: readonly DraftInput[], focus: number, words: string): void => {
    const target = Math.min(focus, next.length - 1);
    pager.goTo(target);
    update(next);
    on.change(next);
    on.announce(words);
    const row = rows[target - first];
    if (row === undefined) add.focus();
    else row.focus();
  };

  const move = (from: number, to: number): void => {
    const moved = inputs[from];
    const others = inputs.filter((_, position) => position !== from);
    if (moved === undefined) return;
    const next = [...others.slice(0, to), moved, ...others.slice(to)];
    rearrange(next, to, l10n.t('{0} is now number {1} of {2}', moved.path, to + 1, next.length));
  };

  const remove = (position: number): void => {
    const next = inputs.filter((_, other) => other !== position);
    rearrange(next, position, l10n.t('Removed; {0} left', counted(next.length, 'store')));
  };

  const rename = (position: number, key: string): void => {
    inputs = inputs.map((input, other) => (other === position ? { ...input, key } : input));
    on.change(inputs);
  };

  const render = (): void => {
    const { start, end } = pager.range(inputs.length);
    const shown = inputs.slice(start, end);
    first = start;
    rows = shown.map((input, index) =>
      createInputRow(input, start + index, inputs.length, known.get(input.path), {
        move,
        remove,
        rename,
      }),
    );
    const elements = rows.map((row) => row.element);
    body.replaceChildren(...(elements.length > 0 ? elements : [emptyRow()]));
    count.textContent = counted(inputs.length, 'store');
    overlap.setDisabled(inputs.length < 2);
    sparsity.setDisabled(inputs.length === 0);
    const unknown = shown.map(({ path }) => path).filter((path) => !known.has(path));
    if (unknown.length > 0) on.show(unknown);
  };

  const update = (next: readonly DraftInput[]): void => {
    inputs = next;
    render();
  };

  const element = section(
    l10n.t('Inputs'),
    'inputs',
    count,
    h(
      'div',
      {
        class: 'table-frame',
        tabindex: '0',
        role: 'group',
        'aria-label': l10n.t('Table of inputs'),
      },
      h('table', {}, h('thead', {}, headRow()), body),
    ),
    pager.element,
    add.element,
    h('div', { class: 'pictures' }, icon('graph'), overlap.element, sparsity.element),
  );
  acceptTexts(element, on.addTexts);
  return {
    element,
    update,
    tell: (path, state) => {
      known.set(path, state);
      rows.forEach((row, index) => {
        if (inputs[first + index]?.path === path) row.tell(state);
      });
    },
    forget: () => {
      known.clear();
      const { start, end } = pager.range(inputs.length);
      on.show(inputs.slice(start, end).map(({ path }) => path));
    },
  };
}

const headRow = (): HTMLElement =>
  h(
    'tr',
    {},
    h('th', { scope: 'col' }, l10n.t('Key')),
    h('th', { scope: 'col' }, l10n.t('Store')),
    h('th', { scope: 'col', class: 'number' }, 'obs × vars'),
    h('th', { scope: 'col' }, 'X'),
    h('th', { scope: 'col' }, l10n.t('Also has')),
    h('th', { scope: 'col' }, l10n.t('Format')),
    h('th', { scope: 'col', class: 'number' }, l10n.t('Size')),
    h(
      'th',
      { scope: 'col', class: 'actions' },
      h('span', { class: 'visually-hidden' }, l10n.t('Actions')),
    ),
  );

const emptyRow = (): HTMLElement =>
  h('tr', {}, h('td', { class: 'empty', colspan: '8' }, l10n.t('Add the stores to concatenate.')));
