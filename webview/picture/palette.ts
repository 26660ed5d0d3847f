import { MISSING, OTHERS, type Mark } from '../../src/shared/picture-view.ts';
import type { Colours } from './colours.ts';

/** Those of scanpy for as many categories, which its users know. */
const CATEGORIES = [
  '#1f77b4',
  '#ff7f0e',
  '#279e68',
  '#d62728',
  '#aa40fc',
  '#8c564b',
  '#e377c2',
  '#b5bd61',
  '#17becf',
  '#aec7e8',
  '#ffbb78',
  '#98df8a',
  '#ff9896',
  '#c5b0d5',
  '#c49c94',
  '#f7b6d2',
  '#dbdb8d',
  '#9edae5',
  '#ad494a',
  '#8c6d31',
] as const;

/** Steps of viridis, which is even to every eye, without the end that the background swallows. */
const VIRIDIS = ['#440154', '#472d7b', '#3b528b', '#2c728e', '#21918c', '#28ae80', '#5ec962', '#addc30', '#fde725'] as const; // prettier-ignore

export const scaleOf = ({ isDark }: Colours): readonly string[] =>
  isDark ? VIRIDIS.slice(1) : VIRIDIS.slice(0, -1);

/** As many colours of the scale, the first and the last of it among them. */
export function shadesOf(colours: Colours, count: number): readonly string[] {
  const scale = scaleOf(colours);
  return Array.from({ length: count }, (_, i) => {
    const at = (i / (count - 1)) * (scale.length - 1);
    const from = Math.min(scale.length - 2, Math.floor(at));
    return mix(scale[from] ?? '', scale[from + 1] ?? '', at - from);
  });
}

/** Colour of the points, and of the swatch in the table, of a mark. */
export function markColour(mark: Mark, { dim, text }: Colours): string {
  if (mark === OTHERS) return withAlpha(dim, 0.75);
  if (mark === MISSING) return withAlpha(text, 0.22);
  return CATEGORIES[mark % CATEGORIES.length] ?? dim;
}

/** Parts of a colour of a theme, as `#rrggbb`, `#rrggbbaa` or `rgb(…)`, from 0 to 255. */
function channels(colour: string): readonly [number, number, number] {
  const hex = /^#([\da-f]{2})([\da-f]{2})([\da-f]{2})/iu.exec(colour);
  if (hex !== null) {
    const [r = 0, g = 0, b = 0] = hex.slice(1).map((part) => Number.parseInt(part, 16));
    return [r, g, b];
  }
  const [r = 128, g = 128, b = 128] = (colour.match(/[\d.]+/gu) ?? []).map(Number);
  return [r, g, b];
}

const withAlpha = (colour: string, alpha: number): string =>
  `rgba(${channels(colour).join(', ')}, ${alpha})`;

/** Between two colours; 0 is the first. */
export function mix(first: string, second: string, part: number): string {
  const [a, b] = [channels(first), channels(second)];
  const mixed = a.map((value, i) => Math.round(value + ((b[i] ?? 0) - value) * part));
  return `rgb(${mixed.join(', ')})`;
}

/** Of two colours, the one that reads better on a background (WCAG's contrast). */
export function readable(background: string, first: string, second: string): string {
  const contrast = (colour: string): number => {
    const [a, b] = [luminance(colour), luminance(background)];
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  };
  return contrast(first) >= contrast(second) ? first : second;
}

function luminance(colour: string): number {
  const [r = 0, g = 0, b = 0] = channels(colour).map((value) => {
    const part = value / 255;
    return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
