import { open } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { useBuild } from '../support/setup.ts';
import { run } from '../support/tool.ts';

const built = useBuild();

describe('the process of the command line', () => {
  it('prints help and version on standard output', async () => {
    const help = await run(built.cli, ['concat', '--help']);
    expect(help).toMatchObject({ code: 0, stderr: '' });
    expect(help.stdout).toContain('--index-unique <separator>');
    const version = await run(built.cli, ['--version']);
    expect(version).toMatchObject({ code: 0, stderr: '' });
    expect(version.stdout).toMatch(/^\d+\.\d+\.\d+\n$/u);
  });

  it.each([
    [[]],
    [['concat']],
    [['concat', 'a.h5ad']],
    [['concat', 'a.h5ad', '-o', 'o.h5ad', '--unknown']],
    [['concat', 'a.h5ad', '-o', 'o.h5ad', '--axis', '2']],
    [['inspect']],
    [['frobnicate']],
  ])('ends with 2 on wrong usage: %j', async (args) => {
    const { code, stdout, stderr } = await run(built.cli, args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).not.toBe('');
  });

  it('does not mind a reader that has gone', async () => {
    const outcome = await run(built.cli, ['--help'], {
      meanwhile: (child) => child.stdout?.destroy(),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    expect(outcome).toMatchObject({ code: 0, signal: null, stderr: '' });
  });

  it('tells when the results cannot be written', async () => {
    const full = await open('/dev/full', 'w');
    try {
      const outcome = await run(built.cli, ['--help'], { stdio: ['ignore', full.fd, 'pipe'] });
      expect(outcome.code).toBe(1);
      expect(outcome.stderr).toContain('Reason: the disk is full.');
    } finally {
      await full.close();
    }
  });
});
