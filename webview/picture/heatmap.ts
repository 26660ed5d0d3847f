import type { ChartOf } from '../../src/shared/picture-view.ts';
import type { Colours } from './colours.ts';
import { categoryAxis, common, frame, tooltipOf } from './frame.ts';
import { mix, readable } from './palette.ts';
import type { PlotOptions } from './plot.ts';

/** More columns leave no room for numbers in them. */
const MOST_NUMBERS = 12;
const MOST_CELL = 64;
const LEAST_CELL = 18;

export const heatmapHeight = (count: number): number =>
  150 + count * Math.max(LEAST_CELL, Math.min(MOST_CELL, 640 / count));

/** A square of counts, from the background to the colour of bars. */
export function heatmapOptions(
  { labels, counts }: ChartOf<'heatmap'>,
  colours: Colours,
): PlotOptions {
  const most = counts.flat().reduce((greatest, count) => Math.max(greatest, count), 1);
  const scale = [mix(colours.background, colours.bar, 0.06), colours.bar];
  const cells = counts.flatMap((row, y) => row.map((count, x) => [x, y, count] as const));
  const hasNumbers = labels.length <= MOST_NUMBERS;
  return {
    ...common(colours),
    grid: frame(0, 90, 4, 8),
    tooltip: tooltipOf(colours, ({ dataIndex }) => {
      const [x = 0, y = 0, count = 0] = cells[dataIndex] ?? [];
      const names = x === y ? [labels[x]] : [labels[y], labels[x]];
      return [...names, count.toLocaleString('en-US')].join('\n');
    }),
    xAxis: {
      ...categoryAxis(colours, labels, 140),
      axisLabel: {
        ...categoryAxis(colours, labels, 140).axisLabel,
        rotate: labels.length > 2 ? 30 : 0,
        hideOverlap: labels.length > MOST_NUMBERS,
        interval: labels.length > MOST_NUMBERS * 2 ? 'auto' : 0,
      },
      splitArea: { show: false },
    },
    yAxis: { ...categoryAxis(colours, labels, 200), inverse: true },
    visualMap: {
      type: 'continuous',
      min: 0,
      max: most,
      calculable: false,
      orient: 'vertical',
      right: 0,
      top: 'center',
      itemHeight: 160,
      itemWidth: 12,
      text: [most.toLocaleString('en-US'), '0'],
      textStyle: { color: colours.dim },
      inRange: { color: scale },
    },
    series: [
      {
        type: 'heatmap',
        data: cells.map((value) => ({
          value: [...value],
          label: {
            show: hasNumbers,
            color: readable(
              mix(scale[0] ?? '', colours.bar, value[2] / most),
              '#000000',
              '#ffffff',
            ),
            formatter: value[2].toLocaleString('en-US'),
          },
        })),
        itemStyle: { borderColor: colours.edge ?? colours.background, borderWidth: 1 },
        emphasis: { disabled: true },
      },
    ],
  };
}
