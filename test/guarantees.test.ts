import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';

const ROOT = path.resolve(import.meta.dirname, '..');
const page = readFileSync(path.join(ROOT, 'docs/guarantees.md'), 'utf8');
const held = [...page.matchAll(/\| `(?<file>(?:test|src)\/[^`]+)`: (?<name>[^|]+?) *\|$/gmu)];
const rows = page.split('\n').filter((line) => /^\| (?!-|promise)/u.test(line));

it('a test is named for every promise', () => {
  expect(rows.length).toBeGreaterThan(0);
  expect(held).toHaveLength(rows.length);
});

it.each(held.map(({ groups }) => [groups?.['file'] ?? '', groups?.['name'] ?? '']))(
  '%s has: %s',
  (file, name) => {
    expect(readFileSync(path.join(ROOT, file), 'utf8')).toContain(name);
  },
);
