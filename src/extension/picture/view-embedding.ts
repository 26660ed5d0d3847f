import * as vscode from 'vscode';
import type { PictureOf, QueryOf } from '../../shared/picture.ts';
import {
  MISSING,
  OTHERS,
  type ChartOf,
  type Mark,
  type Table,
  type View,
} from '../../shared/picture-view.ts';
import { formatCount, printable } from '../../shared/words/index.ts';
import { altOf, measure, nameOf, othersText, percent, valueText } from './words.ts';

type Colour = NonNullable<PictureOf<'embedding'>['colour']>;
type Colours = ChartOf<'scatter'>['colours'];

/** Columns of a matrix that are offered as axes. */
const MOST_AXES = 100;

export function viewEmbedding(query: QueryOf<'embedding'>, picture: PictureOf<'embedding'>): View {
  const { rows, chosen, x, y, colour } = picture;
  const points = x.positions.length;
  const title = printable(query.elem);
  return {
    title,
    subtitle: nameOf(query.store),
    facts: [
      { name: vscode.l10n.t('Rows'), value: formatCount(rows) },
      { name: vscode.l10n.t('Points'), value: formatCount(points) },
    ],
    choices: choicesOf(query, picture),
    figures: [
      {
        title: vscode.l10n.t('Embedding'),
        alt: altOf(vscode.l10n.t('Scatter plot')),
        note: [samplingNote(rows, chosen), placeNote(chosen - points)].filter(Boolean).join(' '),
        chart: {
          kind: 'scatter',
          x: { name: axisName(query.elem, query.x), ...x },
          y: { name: axisName(query.elem, query.y), ...y },
          zoom: {
            in: vscode.l10n.t('Zoom In'),
            out: vscode.l10n.t('Zoom Out'),
            all: vscode.l10n.t('Show All'),
          },
          colours: coloursOf(colour),
        },
        table: colour === null ? axesTable(query, picture) : colourTable(colour, rows),
      },
    ],
  };
}

/** The query with what was chosen on the page. */
export function withChoice(
  query: QueryOf<'embedding'>,
  id: string,
  value: string,
): QueryOf<'embedding'> {
  switch (id) {
    case 'colour':
      return { ...query, colour: value === '' ? null : value };
    case 'x':
    case 'y':
      return /^\d{1,9}$/u.test(value) ? { ...query, [id]: Number(value) } : query;
    default:
      return query;
  }
}

function choicesOf(
  { x, y }: QueryOf<'embedding'>,
  { columns, colour, width }: PictureOf<'embedding'>,
): View['choices'] {
  const axes = Array.from({ length: Math.min(width, MOST_AXES) }, (_, i) => ({
    value: String(i),
    text: formatCount(i + 1),
  }));
  const none = { value: '', text: vscode.l10n.t('Nothing') };
  const byColumn = columns.map((path) => ({ value: path, text: printable(path) }));
  const colourChoice = {
    id: 'colour',
    label: vscode.l10n.t('Colour by'),
    value: colour?.elem ?? '',
    choices: [none, ...byColumn],
  };
  const axisChoices = [
    { id: 'x', label: vscode.l10n.t('Across'), value: String(x), choices: axes },
    { id: 'y', label: vscode.l10n.t('Up'), value: String(y), choices: axes },
  ];
  return [...(columns.length === 0 ? [] : [colourChoice]), ...(width > 2 ? axisChoices : [])];
}

const samplingNote = (rows: number, chosen: number): string =>
  chosen === rows
    ? ''
    : vscode.l10n.t(
        '{0} of {1} rows are drawn, chosen at equal distances.',
        formatCount(chosen),
        formatCount(rows),
      );

const placeNote = (missing: number): string =>
  missing === 0
    ? ''
    : vscode.l10n.t(
        '{0} rows have no place: a coordinate is NaN or infinite.',
        formatCount(missing),
      );

/** `umap 1` of `obsm/X_umap`. */
function axisName(elem: string, column: number): string {
  const name = elem.slice(elem.lastIndexOf('/') + 1).replace(/^X_(?=.)/u, '');
  return printable(`${name} ${formatCount(column + 1)}`);
}

function coloursOf(colour: Colour | null): Colours {
  if (colour === null) return { kind: 'one' };
  if (colour.kind === 'tally') {
    const behind = colour.tally.values.length;
    const values = colour.values.map((value) => (value === behind ? OTHERS : value));
    return { kind: 'palette', values };
  }
  return {
    kind: 'scale',
    values: colour.shades,
    min: measure(colour.min),
    max: measure(colour.max),
  };
}

function colourTable(colour: Colour, rows: number): Table {
  const elem = printable(colour.elem);
  if (colour.kind === 'scale') {
    const missing = vscode.l10n.t('missing or infinite, of the points');
    return {
      head: [elem, vscode.l10n.t('Value')],
      rows: [
        { cells: [vscode.l10n.t('least'), measure(colour.min)] },
        { cells: [vscode.l10n.t('greatest'), measure(colour.max)] },
        { cells: [missing, formatCount(colour.missing)], mark: MISSING },
      ],
    };
  }
  const { tally } = colour;
  const row = (name: string, count: number, mark: Mark) => ({
    cells: [name, formatCount(count), percent(count, rows)],
    mark,
  });
  return {
    head: [elem, vscode.l10n.t('Rows'), vscode.l10n.t('Share')],
    rows: [
      ...tally.values.map(({ value, count }, i) => row(valueText(value), count, i)),
      ...(tally.others.count === 0 ? [] : [row(othersText(tally), tally.others.count, OTHERS)]),
      ...(tally.missing === 0 ? [] : [row(vscode.l10n.t('missing'), tally.missing, MISSING)]),
    ],
  };
}

/** What can be said of points that have one colour. */
const axesTable = (
  { elem, x, y }: QueryOf<'embedding'>,
  picture: PictureOf<'embedding'>,
): Table => ({
  head: [vscode.l10n.t('Axis'), vscode.l10n.t('Least'), vscode.l10n.t('Greatest')],
  rows: [
    { cells: [axisName(elem, x), measure(picture.x.min), measure(picture.x.max)] },
    { cells: [axisName(elem, y), measure(picture.y.min), measure(picture.y.max)] },
  ],
});
