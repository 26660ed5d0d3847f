import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';

const ROOT = path.resolve(import.meta.dirname, '..');
const SOURCES = path.join(ROOT, 'src/extension');
const sources = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
  .map((name) => ({ name, text: readFileSync(path.join(SOURCES, name), 'utf8') }));

/** Where VS Code shows what follows to a person: a literal there would be English for everybody. */
const SHOWN = [
  /\.show(?:Error|Warning|Information)Message\(\s*['"`]/u,
  /\b(?:title|openLabel|saveLabel|placeHolder|placeholder|prompt)(?::| =) (?!'AnnData Concat')['"]/u,
];

describe('localisation', () => {
  it('has every text of the extension in the bundle for translators', () => {
    const options = { cwd: ROOT, encoding: 'utf8' } as const;
    const { status, stderr } = spawnSync(process.execPath, ['tools/l10n.mjs', '--check'], options);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  it('misses no call whose text is put together or whose function is renamed', () => {
    for (const { name, text } of sources) {
      const calls = [
        ...text.matchAll(/\bl10n\b(?!\.t\(\s*'(?:[^'\\]|\\.)*',?\s*(?:\)|[\w`[.(]))/gu),
      ];
      expect(calls, name).toEqual([]);
    }
  });

  it('is asked for all that VS Code shows', () => {
    const literal = sources.filter(({ text }) => SHOWN.some((place) => place.test(text)));
    expect(literal.map(({ name }) => name)).toEqual([]);
  });

  it('has a text for each key of the manifest, and no other', () => {
    const read = (name: string): string => readFileSync(path.join(ROOT, name), 'utf8');
    const keys = [...read('package.json').matchAll(/"%([\w.]+)%"/gu)].map(([, key]) => key);
    const known = z.record(z.string(), z.string()).parse(JSON.parse(read('package.nls.json')));
    expect([...new Set(keys)].sort()).toEqual(Object.keys(known).sort());
  });
});
