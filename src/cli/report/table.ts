import Table from 'cli-table3';

const NO_BORDERS = Object.fromEntries(
  [
    ...['top', 'top-mid', 'top-left', 'top-right', 'bottom', 'bottom-mid', 'bottom-left'],
    ...['bottom-right', 'left', 'left-mid', 'mid', 'mid-mid', 'right', 'right-mid'],
  ].map((name) => [name, '']),
);

/** Rows laid out together: the time that this takes grows with their square. */
const SLICE = 200;

/** Columns that align, two spaces apart and indented by two; '' without rows. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return '';
  const all = [head, ...rows];
  const slices: (readonly (readonly string[])[])[] = [];
  for (let at = 0; at < all.length; at += SLICE) slices.push(all.slice(at, at + SLICE));
  const [first, ...others] = slices.map((slice) => layOut(slice));
  if (first === undefined) return '';
  if (others.length === 0) return indented(first.text);
  const widths = first.widths.map((width, column) =>
    others.reduce((most, other) => Math.max(most, other.widths[column] ?? 0), width),
  );
  return slices.map((slice) => indented(layOut(slice, widths).text)).join('');
}

function layOut(rows: readonly (readonly string[])[], widths: readonly number[] = []) {
  const sheet = new Table({
    chars: { ...NO_BORDERS, middle: '  ' },
    style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [] },
    colWidths: [...widths],
  });
  sheet.push(...rows.map((row) => [...row]));
  // Laying it out fills in the widths.
  const text = sheet.toString();
  return { text, widths: sheet.options.colWidths.map((width) => width ?? 0) };
}

const indented = (text: string): string =>
  text
    .split('\n')
    .map((line) => `  ${line}`.trimEnd() + '\n')
    .join('');
