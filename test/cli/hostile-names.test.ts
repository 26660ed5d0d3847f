import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { pythonString } from '../../src/extension/export/literal.ts';
import { shellQuoted } from '../../src/shared/words/command-line.ts';
import { pythonCode } from '../hdf5/tools.ts';

const NAMES = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  '[x](command:workbench.action.quit) **b** `c` | d',
  '$(touch /x); `id` && ${HOME} !! * ? ~ # %',
  `'; import os; os._exit(7) #`,
  '"""\\"\\\\N{BULLET}{0}%s',
  'it\'s \\ "both"',
  'line\nfeed\r\ttab',
  '\u001b[31mred\u001b]0;title\u0007',
  'a\u202eb\u2066c\u200f\ufeff\u2028',
  '../../etc/passwd',
  'CON',
  '-rf',
  '--out=x',
  '😀 é 中文',
  'x'.repeat(10_000),
];

it('Python text is read back as it was', async () => {
  const list = `[${NAMES.map(pythonString).join(', ')}]`;
  const printed = await pythonCode(`import json; print(json.dumps(${list}))`, []);
  expect(JSON.parse(printed)).toEqual(NAMES);
});

it('shell text is read back as it was', async () => {
  const words = NAMES.map(shellQuoted).join(' ');
  const env = { ...process.env, LC_ALL: 'C.UTF-8' };
  const { stdout } = await promisify(execFile)('bash', ['-c', `printf '%s\\0' ${words}`], { env });
  expect(stdout.split('\0').slice(0, -1)).toEqual(NAMES);
});

it.each(NAMES)('nothing in the texts acts on a terminal: %j', (name) => {
  expect(pythonString(name) + shellQuoted(name)).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
});
