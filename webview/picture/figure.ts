import type { Chart, Figure } from '../../src/shared/picture-view.ts';
import { h, section } from '../dom.ts';
import { createPager } from '../pager.ts';
import { createButton } from '../toolkit.ts';
import { barsHeight, barsOptions, histogramOptions, stepsOptions } from './bars.ts';
import type { Colours } from './colours.ts';
import { heatmapHeight, heatmapOptions } from './heatmap.ts';
import { createPlot, type Plot, type PlotOptions } from './plot.ts';
import { SCATTER_HEIGHT, scatterOptions } from './scatter.ts';
import { createTable } from './table.ts';

/** Bars of a page, with their rows of the table. */
const PAGE_SIZE = 50;
const COLUMNS_HEIGHT = 320;
/** By how much a button zooms. */
const ZOOM = 0.7;

export interface FigurePane {
  readonly element: HTMLElement;
  /** Draws; the element has to be in the page by then, since a chart is as large as its place. */
  readonly draw: (colours: Colours) => void;
  readonly dispose: () => void;
}

/** A chart with its table. */
export function createFigure(figure: Figure): FigurePane {
  const { title, note, alt, chart, table } = figure;
  const canvas = h('div', { class: 'chart', role: 'img', 'aria-label': `${title}. ${alt}` });
  const place = h('div', { class: 'table-place' });
  let plot: Plot | undefined;
  let last: Colours | undefined;
  const pager = createPager('bars', PAGE_SIZE, () => {
    if (last !== undefined) draw(last);
  });

  const draw = (colours: Colours): void => {
    last = colours;
    plot ??= createPlot(canvas);
    const isPaged = chart.kind === 'bars';
    const { start, end } = isPaged
      ? pager.range(table.rows.length)
      : { start: 0, end: table.rows.length };
    const shown = chart.kind === 'bars' ? { ...chart, bars: chart.bars.slice(start, end) } : chart;
    canvas.style.height = `${heightOf(shown)}px`;
    plot.show(optionsOf(shown, colours));
    const part = { ...table, rows: table.rows.slice(start, end) };
    place.replaceChildren(createTable(part, title, colours));
  };

  const zoom = chart.kind === 'scatter' ? zoomButtons(chart.zoom, () => plot) : [];
  return {
    element: section(
      title,
      `figure ${chart.kind}`,
      h('p', { class: 'help', hidden: note === '' }, note),
      h('div', { class: 'pair' }, h('div', { class: 'drawn' }, canvas, ...zoom), place),
      pager.element,
    ),
    draw,
    dispose: () => {
      plot?.dispose();
    },
  };
}

function heightOf(chart: Chart): number {
  switch (chart.kind) {
    case 'bars':
      return barsHeight(chart.bars.length);
    case 'histogram':
    case 'steps':
      return COLUMNS_HEIGHT;
    case 'heatmap':
      return heatmapHeight(chart.labels.length);
    case 'scatter':
      return SCATTER_HEIGHT;
  }
}

function optionsOf(chart: Chart, colours: Colours): PlotOptions {
  switch (chart.kind) {
    case 'bars':
      return barsOptions(chart, colours);
    case 'histogram':
      return histogramOptions(chart, colours);
    case 'steps':
      return stepsOptions(chart, colours);
    case 'heatmap':
      return heatmapOptions(chart, colours);
    case 'scatter':
      return scatterOptions(chart, colours);
  }
}

/** What the wheel does, around the middle. */
function zoomButtons(
  words: { readonly in: string; readonly out: string; readonly all: string },
  plot: () => Plot | undefined,
): readonly HTMLElement[] {
  let part = 1;
  const to = (next: number): void => {
    part = Math.min(1, next);
    plot()?.zoomTo(50 * (1 - part), 50 * (1 + part));
  };
  const buttons = [
    createButton(words.in, 'secondary', () => {
      to(part * ZOOM);
    }),
    createButton(words.out, 'secondary', () => {
      to(part / ZOOM);
    }),
    createButton(words.all, 'secondary', () => {
      to(1);
    }),
  ];
  return [h('div', { class: 'buttons-row' }, ...buttons.map(({ element }) => element))];
}
