import { beforeEach, describe, expect, it } from 'vitest';
import { NotAnnDataError } from '../../core/errors.ts';
import type { Inspection } from '../../core/inspect/inspection.ts';
import { FakeCli, group, MEMBERS, nodeOf } from '../fake.test-support.ts';

let cli = new FakeCli();
beforeEach(() => {
  cli = new FakeCli();
});

describe('inspect', () => {
  it('shows the whole tree, with values and problems, and escapes names', async () => {
    expect(await cli.run('inspect s.h5ad')).toBe(0);
    expect(cli.out).toMatch(/^ {2}s\.h5ad +dict$/mu);
    expect(cli.out).toMatch(/^ {2}├─ uns +dict$/mu);
    expect(cli.out).toMatch(/^ {2}│ {2}└─ t\\u0007 +array +string +scalar +40 B +a\\u000ab$/mu);
    expect(cli.out).toMatch(/^ {2}└─ bad +dict +cannot be read: filter szip$/mu);
    expect(cli.err).toBe('');
    expect(cli.looks).toEqual({ opened: 1, closed: 1 });
  });

  it('gives the tree as nested JSON', async () => {
    expect(await cli.run('inspect s.h5ad --json')).toBe(0);
    expect(JSON.parse(cli.out)).toEqual({
      ...nodeOf('', group),
      children: [
        { ...MEMBERS['']?.[0], children: [] },
        { ...MEMBERS['']?.[1], children: [{ ...MEMBERS['uns']?.[0], children: [] }] },
        { ...MEMBERS['']?.[2], children: [] },
      ],
    });
  });

  it('ends in a tree without end', async () => {
    const inspect: Inspection['inspect'] = (elem) => {
      const children = [nodeOf(`${elem}/loop`, group)];
      return Promise.resolve({ node: nodeOf(elem, group), children, total: 1 });
    };
    expect(await cli.run('inspect s.h5ad', { inspect })).toBe(0);
    expect(cli.out.match(/loop/gu)).toHaveLength(64);
    expect(cli.out).toContain('(members are not shown: the tree is too large)');
  });

  it('tells what is wrong with a store', async () => {
    const inspect: Inspection['inspect'] = () =>
      Promise.reject(new NotAnnDataError({ path: 's.h5ad' }));
    expect(await cli.run('inspect s.h5ad', { inspect })).toBe(1);
    expect(cli.err).toContain('s.h5ad: This is not an AnnData store.');
    expect(cli.out).toBe('');
    expect(cli.looks).toEqual({ opened: 1, closed: 1 });
  });
});
