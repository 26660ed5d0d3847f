import { describe, expect, it } from 'vitest';
import { FAILURE_TAGS } from '../failure.ts';
import { OPTION_NAMES, optionsSchema } from '../options.ts';
import { actionSchema, whySchema } from '../plan.ts';
import { explainFailure } from './failure.ts';
import { describeFix } from './fix.ts';
import { formatBytes, formatDtype, formatDuration, formatShape } from './quantity.ts';
import { printable } from './text.ts';
import { describeAction, explainWhy } from './why.ts';

describe('explainFailure', () => {
  const failure = { path: 'a.h5ad', elem: 'obs/x', reason: 'ENOSPC', detail: 'a stack' };

  it.each(FAILURE_TAGS)('says what, where, why and what to do for %s', (tag) => {
    const { what, where, why, todo } = explainFailure({ tag, ...failure });
    expect(what).toMatch(/^[A-Z].*\.$/u);
    expect(where).toBe('obs/x of a.h5ad');
    expect(why).toBe('Reason: the disk is full.');
    expect(todo).toMatch(/^$|^[A-Z].*\.$/u);
  });

  it('has no reason where none is known, and shows an unknown one as it is', () => {
    const known = { tag: 'StoreUnreadable', path: null, elem: null, detail: null } as const;
    expect(explainFailure({ ...known, reason: null })).toMatchObject({ where: '', why: '' });
    expect(explainFailure({ ...known, reason: 'bad magic\u0007' }).why).toBe(
      'Reason: bad magic\\u0007.',
    );
  });
});

describe('explainWhy and describeAction', () => {
  it('have their own clause for every code', () => {
    const clauses = [
      ...whySchema.options.map(explainWhy),
      ...actionSchema.options.map(describeAction),
    ];
    for (const clause of clauses) expect(clause).toMatch(/^[a-zA-Z].*[^.]$/u);
    expect(new Set(clauses).size).toBe(clauses.length);
  });
});

describe('describeFix', () => {
  it('has words for every option', () => {
    const defaults = optionsSchema.parse({});
    for (const name of OPTION_NAMES) {
      expect(describeFix({ options: { [name]: defaults[name] } })).toMatch(/^[A-Z]/u);
    }
  });

  it('joins several changes', () => {
    expect(describeFix({ options: { join: 'outer', fillValue: '0' } })).toBe(
      'Keep the names of all inputs (outer join), and fill absent entries with 0',
    );
  });

  it('shows keys and separators', () => {
    expect(describeFix({ options: { keys: ['a', 'b'] } })).toBe('Use the keys a, b');
    expect(describeFix({ options: { indexUnique: '-' } })).toContain('“-”');
  });
});

describe('formatBytes', () => {
  it.each([
    [0, '0 B'],
    [1023, '1023 B'],
    [1024, '1 KiB'],
    [1536, '1.5 KiB'],
    [1024 * 1024 - 1, '1 MiB'],
    [64 * 1024 ** 2, '64 MiB'],
    [12.34 * 1024 ** 3, '12.3 GiB'],
    [340.6 * 1024 ** 3, '341 GiB'],
    [2 * 1024 ** 6, '2048 PiB'],
  ])('%d is %s', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });
});

describe('formatDuration', () => {
  it.each([
    [0.04, '0.0 s'],
    [0.36, '0.4 s'],
    [9.97, '10 s'],
    [59.6, '1 min'],
    [200, '3 min 20 s'],
    [7500, '2 h 5 min'],
  ])('%d seconds are %s', (seconds, text) => {
    expect(formatDuration(seconds)).toBe(text);
  });
});

it('cuts long dtypes', () => {
  expect(formatDtype('float32')).toBe('float32');
  expect(formatDtype(null)).toBe('');
  const long = formatDtype(`var * {${'locus: ?string, '.repeat(9)}}`);
  expect(long).toMatch(/^var \* \{locus: \?string, .*…$/u);
  expect(long).toHaveLength(40);
});

describe('formatShape', () => {
  it('tells rows first, scalars and groups', () => {
    expect(formatShape([700, 765])).toBe('700 × 765');
    expect(formatShape([])).toBe('scalar');
    expect(formatShape(null)).toBe('');
  });
});

describe('printable', () => {
  it('leaves letters of all scripts and emoji', () => {
    expect(printable('Zellen – 細胞 👩‍🔬 % a/b')).toBe('Zellen – 細胞 👩‍🔬 % a/b');
  });

  it('escapes controls, direction marks, line separators and lone surrogates', () => {
    expect(printable('\r\u0000\u009b\u2028\u202e\ud800')).toBe(
      '\\u000d\\u0000\\u009b\\u2028\\u202e\\ud800',
    );
  });
});
