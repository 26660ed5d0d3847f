import type { Colours } from './colours.ts';

/** What every chart has: the fonts and colours of the workbench, and no movement. */
export const common = ({ fontFamily, fontSize, text, background }: Colours) => ({
  animation: false,
  backgroundColor: background,
  textStyle: { fontFamily, fontSize, color: text },
});

interface Hovered {
  readonly dataIndex: number;
}

/** Where axes, their labels and names are: all of them within these margins. */
export const frame = (left: number, right: number, top: number, bottom: number) => ({
  left,
  right,
  top,
  bottom,
  outerBoundsMode: 'same',
  outerBoundsContain: 'all',
});

/** A tooltip that is drawn like the rest: text stays text. */
export const tooltipOf = (
  { tooltip, fontFamily, fontSize }: Colours,
  words: (hovered: Hovered) => string,
) => ({
  trigger: 'item',
  renderMode: 'richText',
  confine: true,
  transitionDuration: 0,
  backgroundColor: tooltip.background,
  borderColor: tooltip.edge,
  borderWidth: 1,
  padding: [6, 8],
  shadowBlur: 0,
  textStyle: { color: tooltip.text, fontFamily, fontSize },
  formatter: words,
});

/** An axis of names, which are cut where they are long. */
export const categoryAxis = (
  { text, dim, grid }: Colours,
  names: readonly string[],
  width = 220,
) => ({
  type: 'category',
  // Objects, since some texts mean something as names.
  data: names.map((value) => ({ value })),
  axisLine: { lineStyle: { color: grid } },
  axisTick: { show: false },
  axisLabel: { color: text, width, overflow: 'truncate', hideOverlap: true },
  nameTextStyle: { color: dim },
});

export const valueAxis = ({ dim, grid }: Colours, name: string) => ({
  type: 'value',
  name,
  nameLocation: 'middle',
  nameTextStyle: { color: dim },
  axisLine: { lineStyle: { color: grid } },
  axisLabel: { color: dim, hideOverlap: true },
  splitLine: { showMaxLine: false, lineStyle: { color: grid, opacity: 0.5 } },
});
