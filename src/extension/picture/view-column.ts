import * as vscode from 'vscode';
import type { Histogram, PictureOf, QueryOf, Tally } from '../../shared/picture.ts';
import type { Figure, View } from '../../shared/picture-view.ts';
import { formatCount, printable } from '../../shared/words/index.ts';
import { altOf, measure, nameOf, othersText, percent, valueText } from './words.ts';

type Measured = PictureOf<'column'>['values'] & { readonly kind: 'histogram' };

export function viewColumn(
  { store, elem }: QueryOf<'column'>,
  { rows, values }: PictureOf<'column'>,
): View {
  const title = printable(elem);
  const subtitle = nameOf(store);
  const rowsFact = { name: vscode.l10n.t('Rows'), value: formatCount(rows) };
  return values.kind === 'tally'
    ? {
        title,
        subtitle,
        facts: [rowsFact, ...tallyFacts(values.tally)],
        choices: [],
        figures: [tallyFigure(values.tally, rows)],
      }
    : {
        title,
        subtitle,
        facts: [
          rowsFact,
          { name: vscode.l10n.t('dtype'), value: values.dtype },
          ...histogramFacts(values.histogram),
        ],
        choices: [],
        figures: [histogramFigure(title, values)],
      };
}

const missingFact = (missing: number): View['facts'][number] => ({
  name: vscode.l10n.t('Missing'),
  value: formatCount(missing),
});

function tallyFacts(tally: Tally): View['facts'] {
  const distinct = tally.values.length + tally.others.values;
  const value = tally.isOpen
    ? vscode.l10n.t('more than {0}', formatCount(distinct))
    : formatCount(distinct);
  return [{ name: vscode.l10n.t('Distinct values'), value }, missingFact(tally.missing)];
}

function tallyFigure(tally: Tally, rows: number): Figure {
  const shown = tally.values.map(({ value, count }) => ({ name: valueText(value), count }));
  const more = tally.others.count === 0 && tally.others.values === 0 ? [] : [tally.others];
  const all = [
    ...shown,
    ...more.map(({ count }) => ({ name: othersText(tally), count })),
    ...(tally.missing === 0 ? [] : [{ name: vscode.l10n.t('missing'), count: tally.missing }]),
  ];
  return {
    title: vscode.l10n.t('Value Counts'),
    alt: altOf(vscode.l10n.t('Bar chart')),
    note: tally.isOpen
      ? vscode.l10n.t(
          'There are more values than can be told apart; those met first are counted exactly.',
        )
      : '',
    chart: {
      kind: 'bars',
      axis: vscode.l10n.t('rows'),
      isShare: false,
      bars: all.map(({ name, count }) => ({ name, value: count, words: formatCount(count) })),
    },
    table: {
      head: [vscode.l10n.t('Value'), vscode.l10n.t('Rows'), vscode.l10n.t('Share')],
      rows: all.map(({ name, count }) => ({
        cells: [name, formatCount(count), percent(count, rows)],
      })),
    },
  };
}

function histogramFacts({ min, max, mean, missing, infinite }: Histogram): View['facts'] {
  const numbers = [
    { name: vscode.l10n.t('Least'), value: min },
    { name: vscode.l10n.t('Mean'), value: mean },
    { name: vscode.l10n.t('Greatest'), value: max },
  ];
  return [
    ...numbers.map(({ name, value }) => ({ name, value: value === null ? '–' : measure(value) })),
    missingFact(missing),
    ...(infinite === 0 ? [] : [{ name: vscode.l10n.t('Infinite'), value: formatCount(infinite) }]),
  ];
}

function histogramFigure(axis: string, { dtype, histogram }: Measured): Figure {
  const { edges, counts } = histogram;
  const total = counts.reduce((sum, count) => sum + count, 0);
  // Edges lie between integers: a bin is told by those that it holds.
  const inset = /^u?int/u.test(dtype) ? 0.5 : 0;
  const bins = counts.map((count, i) => ({
    from: measure((edges[i] ?? NaN) + inset),
    to: measure((edges[i + 1] ?? NaN) - inset),
    count: formatCount(count),
    share: percent(count, total),
  }));
  return {
    title: vscode.l10n.t('Histogram'),
    alt: altOf(vscode.l10n.t('Histogram')),
    note: counts.length === 0 ? vscode.l10n.t('There are no values to count.') : '',
    chart: {
      kind: 'histogram',
      axis,
      edges,
      countAxis: vscode.l10n.t('rows'),
      counts,
      words: bins.map(({ from, to, count }) => `${from} – ${to}\n${count}`),
    },
    table: {
      head: [
        vscode.l10n.t('From'),
        vscode.l10n.t('To'),
        vscode.l10n.t('Rows'),
        vscode.l10n.t('Share'),
      ],
      rows: bins.map(({ from, to, count, share }) => ({ cells: [from, to, count, share] })),
    },
  };
}
