import path from 'node:path';
import * as vscode from 'vscode';
import type { Tally } from '../../shared/picture.ts';
import { formatCount, printable } from '../../shared/words/index.ts';

/** Characters of a value that are shown; a text of a page is no label. */
const VALUE_LENGTH = 80;

export const nameOf = (store: string): string => printable(path.basename(store));

/** Names of stores that tell them apart, with their folders where files have the same name. */
export function namesOf(stores: readonly string[]): readonly string[] {
  const times = new Map<string, number>();
  for (const store of stores) {
    const name = path.basename(store);
    times.set(name, (times.get(name) ?? 0) + 1);
  }
  return stores.map((store) => {
    const name = path.basename(store);
    const isAlone = times.get(name) === 1;
    return printable(isAlone ? name : path.join(path.basename(path.dirname(store)), name));
  });
}

/** A value as a label: its beginning, and in quotes where nothing would be seen of it. */
export function valueText(value: string): string {
  if (value.trim() === '') return JSON.stringify(value);
  const shown = printable(value);
  return shown.length > VALUE_LENGTH ? `${shown.slice(0, VALUE_LENGTH - 1)}…` : shown;
}

/** `12.3 %`; what is not nothing is not shown as 0. */
export function percent(part: number, whole: number): string {
  if (whole === 0) return '–';
  const share = (100 * part) / whole;
  if (share > 0 && share < 0.1) return '< 0.1 %';
  if (share < 100 && share > 99.9) return '> 99.9 %';
  return `${share.toFixed(1)} %`;
}

/** A measured number in as many digits as a reader needs. */
export function measure(value: number): string {
  const size = Math.abs(value);
  if (Number.isInteger(value) && size < 1e15) return formatCount(value);
  return size >= 1e-4 && size < 1e9
    ? value.toLocaleString('en-US', { maximumSignificantDigits: 6 })
    : String(Number(value.toPrecision(6)));
}

/** `3 other values`, or where not all could be told apart, that there are more. */
export function othersText({ others, isOpen }: Tally): string {
  return isOpen
    ? vscode.l10n.t('more than {0} other values', formatCount(others.values))
    : vscode.l10n.t('{0} other values', formatCount(others.values));
}

/** What a screen reader says of a chart. */
export const altOf = (chart: string): string =>
  vscode.l10n.t('{0}; the table that follows says the same.', chart);
