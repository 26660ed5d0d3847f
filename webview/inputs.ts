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
  const overlap = createButton('Overlap of Names', 'secondary', () => {
    on.picture('overlap');
  });
  const sparsity = createButton('Sparsity of X', 'secondary', () => {
    on.picture('sparsity');
  });
  const body = h('tbody');
  const count = h('span', { class: 'count' });
  const pager = createPager('stores', PAGE_SIZE, () => {
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
    rearrange(next, to, `${moved.path} is now number ${to + 1} of ${next.length}`);
  };

  const remove = (position: number): void => {
    const next = inputs.filter((_, other) => other !== position);
    rearrange(next, position, `Removed; ${counted(next.length, 'store')} left`);
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
    'Inputs',
    'inputs',
    count,
    h(
      'div',
      { class: 'table-frame', tabindex: '0', role: 'group', 'aria-label': 'Table of inputs' },
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
    h('th', { scope: 'col' }, 'Key'),
    h('th', { scope: 'col' }, 'Store'),
    h('th', { scope: 'col', class: 'number' }, 'obs × vars'),
    h('th', { scope: 'col' }, 'X'),
    h('th', { scope: 'col' }, 'Also has'),
    h('th', { scope: 'col' }, 'Format'),
    h('th', { scope: 'col', class: 'number' }, 'Size'),
    h('th', { scope: 'col', class: 'actions' }, h('span', { class: 'visually-hidden' }, 'Actions')),
  );

const emptyRow = (): HTMLElement =>
  h('tr', {}, h('td', { class: 'empty', colspan: '8' }, 'Add the stores to concatenate.'));
