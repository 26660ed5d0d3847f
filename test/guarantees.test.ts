import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = path.resolve(import.meta.dirname, '..');
const read = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8');

interface Section {
  readonly heading: string;
  readonly rows: readonly string[];
  /** Files of tests with a part of the test's name: of each row that ends with them, or of all. */
  readonly held: readonly (readonly [file: string, name: string])[];
}

/** The sections of a page that have a table. */
function sectionsOf(page: string): readonly Section[] {
  const sections = page.split(/^## /mu).map((text) => {
    const tests = text.matchAll(/`(?<file>(?:test|src)\/[^`]+)`: (?<name>[^|\n]+?) *\|?$/gmu);
    const [, , ...rows] = text.split('\n').filter((line) => line.startsWith('|'));
    return {
      heading: text.split('\n')[0] ?? '',
      rows,
      held: [...tests].map(
        ({ groups }) => [groups?.['file'] ?? '', groups?.['name'] ?? ''] as const,
      ),
    };
  });
  return sections.filter(({ rows }) => rows.length > 0);
}

describe.each(['docs/guarantees.md', 'docs/formats.md'])('%s', (page) => {
  const sections = sectionsOf(read(page));

  it.each(sections)('a test is named for every row, or reads the table: $heading', (section) => {
    const { heading, rows, held } = section;
    const [all] = held;
    if (all !== undefined && held.length === 1 && rows.length > 1)
      expect(read(all[0])).toContain(`formatsTable('${heading}')`);
    else expect(held).toHaveLength(rows.length);
  });

  it.each(sections.flatMap(({ held }) => held))('%s has: %s', (file, name) => {
    expect(read(file)).toContain(name);
  });
});
