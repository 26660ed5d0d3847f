import * as l10n from '@vscode/l10n';
import type { Failure } from '../src/shared/failure.ts';
import type { DraftInput } from '../src/shared/form.ts';
import type { Generation, StoreSummary } from '../src/shared/tree.ts';
import {
  counted,
  explainFailure,
  formatBytes,
  formatCount,
  printable,
} from '../src/shared/words/index.ts';
import { h, icon } from './dom.ts';
import { createIconButton, createTextField } from './toolkit.ts';

/** What is known of a store; undefined while it is being read. */
export type InputState =
  | { readonly kind: 'summary'; readonly summary: StoreSummary }
  | { readonly kind: 'failure'; readonly failure: Failure };

interface InputRow {
  readonly element: HTMLElement;
  readonly tell: (state: InputState) => void;
  readonly focus: () => void;
}

interface RowActions {
  readonly move: (from: number, to: number) => void;
  readonly remove: (position: number) => void;
  readonly rename: (position: number, key: string) => void;
}

/** One store in the table of inputs. */
export function createInputRow(
  input: DraftInput,
  position: number,
  count: number,
  state: InputState | undefined,
  { move, remove, rename }: RowActions,
): InputRow {
  const { folder, name } = splitPath(printable(input.path));
  const key = createTextField({
    label: l10n.t('Key of {0}', name),
    isLabelHidden: true,
    help: l10n.t('Names the store in the label column and in unique names.'),
    placeholder: String(position),
    onChange: (text) => {
      rename(position, text);
    },
  });
  key.set(input.key);
  const problem = h('p', { class: 'issue' });
  const shape = h('td', { class: 'number' }, '…');
  const matrix = h('td', { class: 'matrix' }, '…');
  const also = h('td', { class: 'also' }, '…');
  const format = h('td', {}, '…');
  const size = h('td', { class: 'number' }, '…');
  const actions = h(
    'div',
    { class: 'buttons' },
    createIconButton('arrow-up', l10n.t('Move {0} up', name), position === 0, () => {
      move(position, position - 1);
    }),
    createIconButton('arrow-down', l10n.t('Move {0} down', name), position === count - 1, () => {
      move(position, position + 1);
    }),
    createIconButton('close', l10n.t('Remove {0}', name), false, () => {
      remove(position);
    }),
  );
  const store = h(
    'td',
    { class: 'store', title: printable(input.path) },
    h('span', { class: 'name' }, name),
    h('span', { class: 'folder' }, folder),
    problem,
  );
  const tell = (known: InputState): void => {
    const isKnown = known.kind === 'summary';
    shape.textContent = isKnown ? shapeOf(known.summary) : '';
    matrix.textContent = isKnown ? matrixOf(known.summary) : '';
    also.textContent = isKnown ? alsoOf(known.summary) : '';
    also.title = isKnown ? printable(namesOf(known.summary).join(', ')) : '';
    format.replaceChildren(...(isKnown ? formatOf(known.summary) : []));
    size.textContent = isKnown ? sizeOf(known.summary) : '';
    problem.replaceChildren(...(isKnown ? [] : problemOf(known.failure)));
  };
  if (state !== undefined) tell(state);
  return {
    element: h(
      'tr',
      {},
      h('td', { class: 'key' }, key.element),
      store,
      shape,
      matrix,
      also,
      format,
      size,
      h('td', { class: 'actions' }, actions),
    ),
    tell,
    focus: () => {
      const buttons = [...actions.children].filter((button) => button instanceof HTMLElement);
      buttons.find((button) => !button.hasAttribute('disabled'))?.focus();
    },
  };
}

function splitPath(path: string): { readonly folder: string; readonly name: string } {
  const end = Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'));
  return { folder: path.slice(0, Math.max(end, 0)), name: path.slice(end + 1) };
}

const shapeOf = ({ nObs, nVars }: StoreSummary): string =>
  `${formatCount(nObs)} × ${formatCount(nVars)}`;

const sizeOf = ({ bytes, hasMoreBytes }: StoreSummary): string =>
  hasMoreBytes ? l10n.t('at least {0}', formatBytes(bytes)) : formatBytes(bytes);

const matrixOf = ({ X }: StoreSummary): string =>
  X === null ? l10n.t('none') : printable([X.encoding, X.dtype ?? ''].join(' ').trim());

const GENERATIONS: Readonly<Record<Generation, string>> = {
  '0.8': 'anndata 0.8+',
  '0.7': 'anndata 0.7',
  '0.6': l10n.t('anndata 0.6 or older'),
};

const formatOf = ({ format, generation }: StoreSummary): readonly Node[] => [
  h('span', {}, format),
  h('span', { class: 'generation' }, GENERATIONS[generation]),
];

/** `2 layers, raw`; the names are in the tooltip. */
function alsoOf({ layers, obsm, hasRaw }: StoreSummary): string {
  const parts = [
    layers.length === 0 ? '' : counted(layers.length, 'layer'),
    obsm.length === 0 ? '' : `${formatCount(obsm.length)} obsm`,
    hasRaw ? 'raw' : '',
  ];
  return parts.filter((part) => part !== '').join(', ');
}

const namesOf = ({ layers, obsm }: StoreSummary): readonly string[] => [
  ...layers.map((name) => `layers/${name}`),
  ...obsm.map((name) => `obsm/${name}`),
];

function problemOf(failure: Failure): readonly Node[] {
  const { what, why } = explainFailure(failure);
  return [icon('error', 'severity-error'), h('span', {}, [what, why].join(' ').trim())];
}
