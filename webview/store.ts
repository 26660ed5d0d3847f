import './l10n.ts';
import * as l10n from '@vscode/l10n';
import * as z from 'zod';
import {
  toStorePageSchema,
  type ToStoreHost,
  type ToStorePage,
  type Trail,
} from '../src/shared/store-page.ts';
import { printable } from '../src/shared/words/index.ts';
import { h } from './dom.ts';
import { connect } from './host.ts';
import { COLUMNS, idOf, NUMBERS, problemRow, rowsOf, type StoreRow } from './store-rows.ts';
import { createButton } from './toolkit.ts';
import { createTreeGrid, type GridState } from './tree-grid.ts';

const stateSchema = z
  .strictObject({ open: z.array(z.string()), selected: z.string().nullable() })
  .catch({ open: [], selected: null });

type Answer = Extract<ToStorePage, { type: 'members' | 'unreadable' }>;
/** What was asked and is not answered yet. */
const waiting = new Map<number, (answer: Answer) => void>();
let requests = 0;

const host = connect<ToStoreHost, GridState, ToStorePage>(toStorePageSchema, receive);
const status = h('p', { class: 'status', role: 'status' });
const title = h('h1', {}, l10n.t('AnnData Store'));
const path = h('p', { class: 'summary' });

const meantBy = (rows: readonly StoreRow[]): Trail =>
  rows.flatMap(({ means }) => (means === null ? [] : [means]));

/** Path of the element that the last row is, or is a page of; '' for the store itself. */
function ownerOf(trail: Trail): string {
  const last = trail.findLast((row) => row.kind === 'elem');
  return last?.kind === 'elem' ? last.node.path : '';
}

async function load(rows: readonly StoreRow[]): Promise<readonly StoreRow[]> {
  const trail = meantBy(rows);
  const elem = ownerOf(trail);
  const last = trail.at(-1);
  const start = last?.kind === 'page' ? last.start : 0;
  requests += 1;
  const request = requests;
  const answer = await new Promise<Answer>((resolve) => {
    waiting.set(request, resolve);
    host.post({ type: 'open', request, elem, start });
  });
  return answer.type === 'unreadable'
    ? [problemRow(elem, answer.what)]
    : rowsOf(answer, elem, last?.kind === 'page');
}

const grid = createTreeGrid<StoreRow>({
  label: l10n.t('Elements of the store'),
  columns: COLUMNS,
  numbers: NUMBERS,
  load,
  state: stateSchema.parse(host.kept),
  onChange: (state) => {
    host.keep(state);
  },
});

const copy = (as: 'path' | 'python'): void => {
  const trail = meantBy(grid.selected());
  if (trail.length > 0) host.post({ type: 'copy', as, trail });
};
const reload = (): void => {
  status.textContent = '';
  void grid.reload();
};

document.body.append(
  h(
    'main',
    {},
    h(
      'header',
      {},
      h('div', { class: 'titles' }, title, path),
      h(
        'div',
        { class: 'buttons-row' },
        createButton(l10n.t('Find Element…'), 'secondary', () => {
          host.post({ type: 'find' });
        }).element,
        createButton(l10n.t('Copy Path'), 'secondary', () => {
          copy('path');
        }).element,
        createButton(l10n.t('Copy as Python'), 'secondary', () => {
          copy('python');
        }).element,
        createButton(l10n.t('Refresh'), 'secondary', reload).element,
      ),
      status,
    ),
    h('div', { class: 'grid-frame' }, grid.element),
  ),
);

function receive(message: ToStorePage): void {
  switch (message.type) {
    case 'store': {
      const text = printable(message.path);
      title.textContent = text.split(/[/\\]/u).at(-1) ?? text;
      path.textContent = text;
      reload();
      return;
    }
    case 'members':
    case 'unreadable':
      waiting.get(message.request)?.(message);
      waiting.delete(message.request);
      return;
    case 'show':
      void grid.show(
        message.trail.map((row, at) => idOf(row, ownerOf(message.trail.slice(0, at)))),
      );
      return;
    case 'changed':
      status.textContent = l10n.t(
        'The file has changed since it was read: refresh to see what it is now.',
      );
      return;
  }
}
