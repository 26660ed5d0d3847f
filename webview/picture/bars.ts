import type { ChartOf } from '../../src/shared/picture-view.ts';
import type { Colours } from './colours.ts';
import { categoryAxis, common, frame, tooltipOf, valueAxis } from './frame.ts';
import type { PlotOptions } from './plot.ts';

/** Pixels that a bar with its name takes. */
const BAR_HEIGHT = 24;
const AXIS_HEIGHT = 66;

export const barsHeight = (count: number): number => count * BAR_HEIGHT + AXIS_HEIGHT;

const itemStyle = ({ bar, edge }: Colours) =>
  edge === null ? { color: bar } : { color: bar, borderColor: edge, borderWidth: 1 };

/** Bars with their names at the left, the first at the top. */
export function barsOptions(
  { axis, isShare, bars }: ChartOf<'bars'>,
  colours: Colours,
): PlotOptions {
  const most = bars.reduce((greatest, { value }) => Math.max(greatest, value), 0);
  const wordsOf = (i: number): string => bars[i]?.words ?? '';
  return {
    ...common(colours),
    grid: frame(0, 24, 4, 8),
    tooltip: tooltipOf(
      colours,
      ({ dataIndex }) => `${bars[dataIndex]?.name ?? ''}\n${wordsOf(dataIndex)}`,
    ),
    yAxis: {
      ...categoryAxis(
        colours,
        bars.map(({ name }) => name),
      ),
      inverse: true,
    },
    xAxis: {
      ...valueAxis(colours, axis),
      // Room for the words behind the longest bar.
      max: most === 0 ? 1 : most * 1.18,
      axisLabel: {
        color: colours.dim,
        showMaxLabel: false,
        hideOverlap: true,
        formatter: (value: number) =>
          isShare ? `${Number((value * 100).toFixed(2))} %` : short(value),
      },
    },
    series: [
      {
        type: 'bar',
        data: bars.map(({ value }) => value),
        barMaxWidth: 18,
        barCategoryGap: '25%',
        itemStyle: itemStyle(colours),
        emphasis: { disabled: true },
        label: {
          show: true,
          position: 'right',
          color: colours.dim,
          formatter: ({ dataIndex }: { readonly dataIndex: number }) => wordsOf(dataIndex),
        },
      },
    ],
  };
}

/** A histogram: bars that touch, on an axis of numbers. */
export function histogramOptions(chart: ChartOf<'histogram'>, colours: Colours): PlotOptions {
  const { axis, edges, countAxis, counts, words } = chart;
  const middle = (i: number): number => ((edges[i] ?? 0) + (edges[i + 1] ?? 0)) / 2;
  return {
    ...common(colours),
    grid: frame(8, 16, 24, 8),
    tooltip: tooltipOf(colours, ({ dataIndex }) => words[dataIndex] ?? ''),
    xAxis: {
      ...valueAxis(colours, axis),
      min: edges[0] ?? 0,
      max: edges.at(-1) ?? 1,
      splitLine: { show: false },
      axisLabel: {
        color: colours.dim,
        showMinLabel: false,
        showMaxLabel: false,
        hideOverlap: true,
      },
    },
    yAxis: valueAxis(colours, countAxis),
    series: [
      {
        type: 'bar',
        data: counts.map((count, i) => [middle(i), count]),
        barCategoryGap: '6%',
        itemStyle: itemStyle(colours),
        emphasis: { disabled: true },
      },
    ],
  };
}

/** A column for each step, side by side. */
export function stepsOptions(chart: ChartOf<'steps'>, colours: Colours): PlotOptions {
  const { axis, labels, countAxis, counts } = chart;
  const wordsOf = (i: number): string => (counts[i] ?? 0).toLocaleString('en-US');
  return {
    ...common(colours),
    grid: frame(8, 16, 24, 8),
    tooltip: tooltipOf(colours, ({ dataIndex: i }) => `${labels[i] ?? ''}: ${wordsOf(i)}`),
    xAxis: { ...categoryAxis(colours, labels), name: axis, nameLocation: 'middle' },
    yAxis: valueAxis(colours, countAxis),
    series: [
      {
        type: 'bar',
        data: [...counts],
        barMaxWidth: 56,
        barCategoryGap: '12%',
        itemStyle: itemStyle(colours),
        emphasis: { disabled: true },
        label: {
          show: counts.length <= 12,
          position: 'top',
          color: colours.dim,
          formatter: ({ dataIndex }: { readonly dataIndex: number }) => wordsOf(dataIndex),
        },
      },
    ],
  };
}

/** `12k` for an axis; the tooltip and the table have all digits. */
export const short = (value: number): string =>
  value.toLocaleString('en-US', { notation: 'compact', maximumFractionDigits: 1 });
