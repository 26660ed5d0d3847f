import * as l10n from '@vscode/l10n';
import type { Action, Plan, PlanElem } from '../src/shared/plan.ts';
import {
  describeAction,
  explainWhy,
  formatCount,
  formatDtype,
  printable,
} from '../src/shared/words/index.ts';
import { h, icon } from './dom.ts';
import { createPager } from './pager.ts';
import { createDropdown, createTextField, type Choice } from './toolkit.ts';

/** Codicons of what is done. */
const ICONS: Readonly<Record<Action, string>> = {
  append: 'add',
  reindex: 'arrow-swap',
  fill: 'paintcan',
  convert: 'replace',
  merge: 'git-merge',
  'block-diagonal': 'layout',
  create: 'sparkle',
  drop: 'circle-slash',
};

/** What the table can be narrowed to. */
const FILTERS = {
  all: () => true,
  changed: ({ action }) => ['reindex', 'fill', 'convert'].includes(action),
  dropped: ({ action }) => action === 'drop',
} as const satisfies Readonly<Record<string, (elem: PlanElem) => boolean>>;
type Filter = keyof typeof FILTERS;
const isFilter = (value: string): value is Filter => Object.hasOwn(FILTERS, value);

const CHOICES: readonly Choice[] = [
  { value: 'all', text: 'all' },
  { value: 'changed', text: l10n.t('changed: converted, filled or reindexed') },
  { value: 'dropped', text: l10n.t('dropped: not in the result') },
];

/** Rows of a page. */
const PAGE_SIZE = 200;

export interface ElemsTable {
  readonly element: HTMLElement;
  readonly show: (plan: Plan) => void;
}

/**
 * Every elem of the inputs, what becomes of it and why; those that are left out come last. The
 * filters stay as they are when the plan changes.
 */
export function createElemsTable(): ElemsTable {
  let plan: Plan | undefined;
  let filter: Filter = 'all';
  let wanted = '';
  const body = h('div', { class: 'elems-body' });
  const found = h('span', { class: 'elems-found', role: 'status' });

  const render = (): void => {
    if (plan === undefined) return;
    const keys = plan.inputs.map(({ key }) => printable(key));
    const isKept = ({ action }: PlanElem): boolean => action !== 'drop';
    const chosen = plan.elems.filter(
      (elem) => FILTERS[filter](elem) && searchable(elem).includes(wanted.toLowerCase()),
    );
    const sorted = [...chosen.filter(isKept), ...chosen.filter((elem) => !isKept(elem))];
    const { start, end } = pager.range(sorted.length);
    const page = sorted.slice(start, end);
    const dropped = page.filter((elem) => !isKept(elem)).map((elem) => row(elem, keys));
    const total = sorted.length - sorted.filter(isKept).length;
    found.textContent = l10n.t(
      '{0} of {1}',
      formatCount(sorted.length),
      formatCount(plan.elems.length),
    );
    body.replaceChildren(
      table(
        page.filter(isKept).map((elem) => row(elem, keys)),
        dropped,
        total,
      ),
    );
  };
  const pager = createPager(l10n.t('elements'), PAGE_SIZE, render);

  const show = createDropdown({
    label: l10n.t('Show elements'),
    describedBy: '',
    choices: CHOICES,
    onChange: (value) => {
      filter = isFilter(value) ? value : 'all';
      render();
    },
  });
  show.set(filter);
  const search = createTextField({
    label: l10n.t('Search elements'),
    isLabelHidden: true,
    help: l10n.t('By path, encoding, dtype or action.'),
    placeholder: l10n.t('search'),
    onChange: (text) => {
      wanted = text.trim();
      render();
    },
  });
  return {
    element: h(
      'div',
      { class: 'elems-table' },
      h('div', { class: 'elems-filters' }, show.element, search.element, found),
      body,
      pager.element,
    ),
    show: (next) => {
      plan = next;
      render();
    },
  };
}

const searchable = ({ path, encoding, dtype, action }: PlanElem): string =>
  `${path} ${encoding} ${dtype ?? ''} ${action}`.toLowerCase();

const table = (
  kept: readonly HTMLElement[],
  dropped: readonly HTMLElement[],
  countDropped: number,
): HTMLElement =>
  h(
    'div',
    {
      class: 'table-frame',
      tabindex: '0',
      role: 'group',
      'aria-label': l10n.t('Table of elements'),
    },
    h(
      'table',
      { class: 'elems' },
      h('thead', {}, headRow()),
      h('tbody', {}, ...kept),
      ...(dropped.length === 0
        ? []
        : [
            h('tbody', {}, groupRow(l10n.t('Not in the result: {0}', formatCount(countDropped)))),
            h('tbody', { class: 'dropped' }, ...dropped),
          ]),
    ),
  );

const headRow = (): HTMLElement =>
  h(
    'tr',
    {},
    headCell(l10n.t('Element')),
    headCell(l10n.t('Action')),
    headCell(l10n.t('Encoding')),
    headCell('dtype'),
    headCell(l10n.t('Shape'), 'number'),
    headCell(l10n.t('Why')),
  );

const headCell = (title: string, className = ''): HTMLElement =>
  h('th', { scope: 'col', class: className }, title);

const groupRow = (title: string): HTMLElement =>
  h('tr', { class: 'group-row' }, h('th', { scope: 'colgroup', colspan: '6' }, title));

function row(elem: PlanElem, keys: readonly string[]): HTMLElement {
  const { action, shape, dtype } = elem;
  return h(
    'tr',
    {},
    h('th', { scope: 'row', class: 'elem' }, ...pathOf(printable(elem.path))),
    h('td', { class: 'action', title: describeAction(action) }, icon(ICONS[action]), action),
    h('td', {}, encodingOf(elem)),
    h('td', { title: printable(dtype ?? '') }, printable(formatDtype(dtype))),
    h('td', { class: 'number' }, shape === null ? '' : shape.map(formatCount).join(' × ')),
    h('td', { class: 'why' }, explainWhy(elem.why), sourcesOf(elem, keys)),
  );
}

function pathOf(path: string): readonly (Node | string)[] {
  // The root has an empty path.
  if (path === '') return ['/'];
  const end = path.indexOf('/') + 1;
  return [h('span', { class: 'parent' }, path.slice(0, end)), path.slice(end)];
}

function encodingOf({ encoding, categories, ordered }: PlanElem): string {
  const name = printable(encoding);
  if (categories === null) return name;
  const count = formatCount(categories);
  return ordered === true ? l10n.t('{0} ({1}, ordered)', name, count) : `${name} (${count})`;
}

/** Which inputs it is from, when not from all. */
function sourcesOf({ sources }: PlanElem, keys: readonly string[]): string {
  if (sources.length === 0 || sources.length === keys.length) return '';
  if (sources.length > 3) return ` (${l10n.t('{0} of {1}', sources.length, keys.length)})`;
  return ` (${sources.map((source) => keys[source] ?? String(source)).join(', ')})`;
}
