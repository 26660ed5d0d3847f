const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'] as const;

/** Bytes in binary units, three digits: `512 B`, `1.5 KiB`, `12.3 MiB`, `340 GiB`. */
export function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  // 1023.5 would be shown as 1024: the next unit reads better.
  while (value >= 1023.5 && unit < UNITS.length - 1) {
    value /= 1024;
    unit += 1;
  }
  const digits = unit === 0 || value >= 99.95 ? 0 : 1;
  return `${value.toFixed(digits).replace(/\.0$/u, '')} ${UNITS[unit] ?? 'B'}`;
}

/** Rows first: `700 × 765`; a scalar's shape is `scalar`; '' when there is none. */
export function formatShape(shape: readonly number[] | null): string {
  if (shape === null) return '';
  return shape.length === 0 ? 'scalar' : shape.map(String).join(' × ');
}

/** A type of awkward arrays can be as long as a table's list of columns. */
const DTYPE_LENGTH = 40;

/** A dtype in a place for a short text, as in a table; '' when there is none. */
export function formatDtype(dtype: string | null): string {
  if (dtype === null || dtype.length <= DTYPE_LENGTH) return dtype ?? '';
  return `${dtype.slice(0, DTYPE_LENGTH - 1)}…`;
}

/** Seconds as `0.4 s`, `12 s`, `3 min 20 s`, `2 h 5 min`. */
export function formatDuration(seconds: number): string {
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return pair(minutes, 'min', whole % 60, 's');
  return pair(Math.floor(minutes / 60), 'h', minutes % 60, 'min');
}

const pair = (large: number, largeUnit: string, small: number, smallUnit: string): string =>
  small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`;
