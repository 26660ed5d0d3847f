import type { Table } from '../../src/shared/picture-view.ts';
import { h } from '../dom.ts';
import type { Colours } from './colours.ts';
import { markColour } from './palette.ts';

/** What is known of a chart, as a table; a mark is the colour of a row in the chart. */
export function createTable({ head, rows }: Table, title: string, colours: Colours): HTMLElement {
  const isNumber = head.map((_, column) => rows.every(({ cells }) => isNumeric(cells[column])));
  const classOf = (column: number): string =>
    column > 0 && isNumber[column] === true ? 'number' : '';
  return h(
    'div',
    { class: 'table-frame', tabindex: '0', role: 'group', 'aria-label': title },
    h(
      'table',
      { 'aria-label': title },
      h(
        'thead',
        {},
        h(
          'tr',
          {},
          ...head.map((text, column) => h('th', { scope: 'col', class: classOf(column) }, text)),
        ),
      ),
      h(
        'tbody',
        {},
        ...rows.map(({ cells: [name = '', ...others], mark }) =>
          h(
            'tr',
            {},
            h(
              'th',
              { scope: 'row', title: name },
              ...(mark === undefined ? [] : [swatch(markColour(mark, colours))]),
              name,
            ),
            ...others.map((text, i) => h('td', { class: classOf(i + 1) }, text)),
          ),
        ),
      ),
    ),
  );
}

const isNumeric = (text = ''): boolean => /^[<> ]*[\d,.eE+-]+( %)?$|^–$/u.test(text);

function swatch(colour: string): HTMLElement {
  const element = h('span', { class: 'swatch', 'aria-hidden': 'true' });
  element.style.backgroundColor = colour;
  return element;
}
