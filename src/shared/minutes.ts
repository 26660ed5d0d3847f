/** What `sbatch --time` takes, most of it in front of what is left out. */
const FORMS: readonly (readonly [form: RegExp, minutes: readonly number[]])[] = [
  [/^(\d+)$/u, [1]],
  [/^(\d+):(\d{1,2})$/u, [1, 1 / 60]],
  [/^(\d+):(\d{1,2}):(\d{1,2})$/u, [60, 1, 1 / 60]],
  [/^(\d+)-(\d{1,2})$/u, [1440, 60]],
  [/^(\d+)-(\d{1,2}):(\d{1,2})$/u, [1440, 60, 1]],
  [/^(\d+)-(\d{1,2}):(\d{1,2}):(\d{1,2})$/u, [1440, 60, 1, 1 / 60]],
];

/**
 * Whole minutes of `90`, `90:30` (minutes:seconds), `4:00:00` or `1-12:00` (days-hours), rounded up;
 * undefined when it is no time.
 */
export function parseMinutes(text: string): number | undefined {
  for (const [form, units] of FORMS) {
    const match = form.exec(text.trim());
    if (match === null) continue;
    const seconds = units.reduce(
      (sum, unit, position) => sum + Number(match[position + 1]) * unit * 60,
      0,
    );
    const minutes = Math.ceil(Math.round(seconds) / 60);
    return minutes > 0 && Number.isSafeInteger(minutes) ? minutes : undefined;
  }
  return undefined;
}
