import { readFile } from 'node:fs/promises';
import path from 'node:path';

const FILE = path.resolve(import.meta.dirname, '../../docs/formats.md');

/** The table below a heading of docs/formats.md: its rows by their first cell, cells by column. */
export async function formatsTable(
  heading: string,
): Promise<ReadonlyMap<string, ReadonlyMap<string, string>>> {
  const [, section = ''] = (await readFile(FILE, 'utf8')).split(`## ${heading}\n`);
  const [own = ''] = section.split('\n## ');
  const [header = [], , ...rows] = own
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) =>
      line
        .slice(1, -1)
        .split('|')
        .map((cell) => cell.trim().replaceAll('`', '')),
    );
  return new Map(
    rows.map(([name = '', ...cells]) => [
      name,
      new Map(cells.map((cell, i) => [header[i + 1] ?? '', cell])),
    ]),
  );
}
