import type { Action, Plan, PlanElem } from '../src/shared/plan.ts';
import {
  describeAction,
  explainWhy,
  formatCount,
  formatDtype,
  printable,
} from '../src/shared/words/index.ts';
import { h, icon } from './dom.ts';

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

/** Every elem of the inputs, what becomes of it and why; those that are left out come last. */
export function showElems({ elems, inputs }: Plan): HTMLElement {
  const keys = inputs.map(({ key }) => printable(key));
  const rows = (list: readonly PlanElem[]): readonly HTMLElement[] =>
    list.map((elem) => row(elem, keys));
  const kept = elems.filter(({ action }) => action !== 'drop');
  const dropped = elems.filter(({ action }) => action === 'drop');
  return h(
    'div',
    { class: 'table-frame', tabindex: '0', role: 'group', 'aria-label': 'Table of elements' },
    h(
      'table',
      { class: 'elems' },
      h('thead', {}, headRow()),
      h('tbody', {}, ...rows(kept)),
      ...(dropped.length === 0
        ? []
        : [
            h('tbody', {}, groupRow(`Not in the result: ${formatCount(dropped.length)}`)),
            h('tbody', { class: 'dropped' }, ...rows(dropped)),
          ]),
    ),
  );
}

const headRow = (): HTMLElement =>
  h(
    'tr',
    {},
    ...['Element', 'Action', 'Encoding', 'dtype', 'Shape', 'Why'].map((title) =>
      h('th', { scope: 'col', class: title === 'Shape' ? 'number' : '' }, title),
    ),
  );

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
  return `${name} (${formatCount(categories)}${ordered === true ? ', ordered' : ''})`;
}

/** Which inputs it is from, when not from all. */
function sourcesOf({ sources }: PlanElem, keys: readonly string[]): string {
  if (sources.length === 0 || sources.length === keys.length) return '';
  if (sources.length > 3) return ` (${sources.length} of ${keys.length})`;
  return ` (${sources.map((source) => keys[source] ?? String(source)).join(', ')})`;
}
