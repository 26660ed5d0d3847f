import { GRID, SHADES } from '../../src/shared/picture.ts';
import { MISSING, type ChartOf, type Mark } from '../../src/shared/picture-view.ts';
import type { Colours } from './colours.ts';
import { common, frame, valueAxis } from './frame.ts';
import { markColour, scaleOf, shadesOf } from './palette.ts';
import type { PlotOptions } from './plot.ts';

/** Shades of a scale that are drawn. */
const STEPS = 24;

export const SCATTER_HEIGHT = 560;

/** Points, coloured by category or on a scale; both axes can be zoomed and moved. */
export function scatterOptions(chart: ChartOf<'scatter'>, colours: Colours): PlotOptions {
  const { x, y } = chart;
  const count = x.positions.length;
  const size = count > 50_000 ? 1.5 : count > 10_000 ? 2 : count > 2000 ? 3 : 5;
  const base = valueAxis(colours, '');
  // At the edges, with the data up to a little before them.
  const axis = (of: typeof x) => ({
    ...base,
    name: of.name,
    min: of.min - margin(of),
    max: of.max + margin(of),
    axisLine: { ...base.axisLine, onZero: false },
    axisLabel: { ...base.axisLabel, showMinLabel: false, showMaxLabel: false },
    splitLine: { show: false },
  });
  return {
    ...common(colours),
    grid: frame(8, chart.colours.kind === 'scale' ? 110 : 16, 12, 8),
    xAxis: axis(x),
    yAxis: axis(y),
    dataZoom: [
      { type: 'inside', xAxisIndex: 0, filterMode: 'none' },
      { type: 'inside', yAxisIndex: 0, filterMode: 'none' },
    ],
    ...(chart.colours.kind === 'scale' && { visualMap: legendOf(chart.colours, colours) }),
    series: layersOf(chart, colours).map(({ color, points }) => ({
      type: 'scatter',
      dimensions: ['x', 'y'],
      data: points,
      symbolSize: size,
      itemStyle: { color, opacity: count > 20_000 ? 0.75 : 0.85 },
      large: true,
      largeThreshold: 1500,
      silent: true,
      emphasis: { disabled: true },
    })),
  };
}

/** Where all points have one place, it is in the middle. */
const margin = ({ min, max }: { readonly min: number; readonly max: number }): number =>
  max > min ? (max - min) * 0.03 : 1;

/** The scale itself; the points have their colours already. */
const legendOf = (
  { min, max }: ChartOf<'scatter'>['colours'] & { readonly kind: 'scale' },
  colours: Colours,
) => ({
  type: 'continuous',
  seriesIndex: [],
  min: 0,
  max: 1,
  calculable: false,
  orient: 'vertical',
  right: 8,
  top: 'center',
  itemHeight: 160,
  itemWidth: 12,
  text: [max, min],
  textStyle: { color: colours.dim },
  inRange: { color: [...scaleOf(colours)] },
});

interface Layer {
  readonly color: string;
  readonly points: Float64Array;
}

/**
 * One layer for each colour, since the time of a redraw grows with their number. What is missing lies
 * below all else, then the colours of most points, so that they do not hide those of few.
 */
function layersOf(chart: ChartOf<'scatter'>, colours: Colours): readonly Layer[] {
  const { x, y } = chart;
  const { colourOf, keyOf } = keysOf(chart, colours);
  const layers = new Map<number, number[]>();
  for (let i = 0; i < x.positions.length; i++) {
    const key = keyOf(i);
    const layer = layers.get(key) ?? [];
    layers.set(key, layer);
    layer.push(i);
  }
  const place = ({ min, max, positions }: typeof x, i: number): number =>
    min + ((positions[i] ?? 0) / GRID) * (max - min);
  const depth = (key: number, at: readonly number[]): number =>
    key === MISSING ? Infinity : at.length;
  return [...layers]
    .sort(([a, atA], [b, atB]) => depth(b, atB) - depth(a, atA))
    .map(([key, at]) => {
      const points = new Float64Array(2 * at.length);
      at.forEach((i, k) => {
        points[2 * k] = place(x, i);
        points[2 * k + 1] = place(y, i);
      });
      return { color: colourOf(key), points };
    });
}

/** Points of equal keys have one colour. */
function keysOf({ colours: by }: ChartOf<'scatter'>, colours: Colours) {
  switch (by.kind) {
    case 'one':
      return { keyOf: () => 0, colourOf: () => colours.bar };
    case 'palette':
      return {
        keyOf: (i: number): Mark => by.values[i] ?? MISSING,
        colourOf: (mark: Mark) => markColour(mark, colours),
      };
    case 'scale': {
      const steps = shadesOf(colours, STEPS);
      return {
        keyOf: (i: number) => {
          const shade = by.values[i] ?? MISSING;
          return shade < 0 ? MISSING : Math.round((shade / SHADES) * (STEPS - 1));
        },
        colourOf: (key: number) =>
          key < 0 ? markColour(MISSING, colours) : (steps[key] ?? colours.bar),
      };
    }
  }
}
