import type { DraftInput } from '../src/shared/form.ts';
import { counted } from '../src/shared/words/index.ts';
import { h, section } from './dom.ts';
import { createInputRow, type InputState } from './input-row.ts';
import { createButton } from './toolkit.ts';

export interface InputsPane {
  readonly element: HTMLElement;
  readonly update: (inputs: readonly DraftInput[]) => void;
  /** What became known of the store of this path. */
  readonly tell: (path: string, state: InputState) => void;
}

/** The stores, in the order in which they are concatenated. */
export function createInputs(on: {
  readonly change: (inputs: readonly DraftInput[]) => void;
  readonly add: () => void;
  readonly announce: (text: string) => void;
}): InputsPane {
  const known = new Map<string, InputState>();
  let inputs: readonly DraftInput[] = [];
  let rows: readonly ReturnType<typeof createInputRow>[] = [];
  const add = createButton('Add Stores…', 'secondary', on.add);
  const body = h('tbody');
  const count = h('span', { class: 'count' });

  /** Shows `next`; then the focus is on a button of the row that is meant. */
  const rearrange = (next: readonly DraftInput[], focus: number, words: string): void => {
    update(next);
    on.change(next);
    on.announce(words);
    const row = rows[Math.min(focus, rows.length - 1)];
    if (row === undefined) add.element.focus();
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

  const update = (next: readonly DraftInput[]): void => {
    inputs = next;
    rows = next.map((input, position) =>
      createInputRow(input, position, next.length, known.get(input.path), { move, remove, rename }),
    );
    const elements = rows.map((row) => row.element);
    body.replaceChildren(...(elements.length > 0 ? elements : [emptyRow()]));
    count.textContent = counted(next.length, 'store');
  };

  return {
    element: section(
      'Inputs',
      'inputs',
      count,
      h(
        'div',
        { class: 'table-frame', tabindex: '0', role: 'group', 'aria-label': 'Table of inputs' },
        h('table', {}, h('thead', {}, headRow()), body),
      ),
      add.element,
    ),
    update,
    tell: (path, state) => {
      known.set(path, state);
      inputs.forEach((input, position) => {
        if (input.path === path) rows[position]?.tell(state);
      });
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
    h('th', { scope: 'col', class: 'number' }, 'Size'),
    h('th', { scope: 'col', class: 'actions' }, h('span', { class: 'visually-hidden' }, 'Actions')),
  );

const emptyRow = (): HTMLElement =>
  h('tr', {}, h('td', { class: 'empty', colspan: '6' }, 'Add the stores to concatenate.'));
