import { spawn } from 'node:child_process';
import { once } from 'node:events';
import * as fs from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ResumeRefusedError } from '../../errors.ts';
import { differenceOf } from './identity.ts';
import { Journal, readJournal, type Start } from './journal.ts';
import { deleteLeftover, leftoversOf, listLeftovers } from './leftovers.ts';
import { Lock, readLock } from './lock.ts';
import { parseSibling, partialOf, replacedOf } from './names.ts';
import { isAlive, type Owner, self } from './owner.ts';
import { Partial } from './partial.ts';

let folder = '';
let output = '';
beforeEach(async () => {
  folder = await fs.realpath(await fs.mkdtemp(path.join(tmpdir(), 'partial-')));
  output = path.join(folder, 'out.h5ad');
});
afterEach(() => fs.rm(folder, { recursive: true }));

const START: Start = { digest: 'd', inputs: [{ path: 'a', fingerprint: 'f' }] };
const CHECKPOINT = { done: ['X'], reached: null, store: { end: 1 }, arrays: [] };

describe('an owner', () => {
  it('is alive as long as its process is, whatever the clock says', async () => {
    expect(await isAlive(await self(), 0)).toBe(true);
  });

  it('is not the process that has its number now', async () => {
    const owner: Owner = { ...(await self()), started: '1' };
    expect(await isAlive(owner, Date.now())).toBe(false);
  });

  it('is dead when its process has ended', async () => {
    const child = spawn(process.execPath, ['--eval', '']);
    const { pid } = child;
    if (pid === undefined) throw new Error('it was not started');
    await once(child, 'close');
    expect(await isAlive({ ...(await self()), pid }, Date.now())).toBe(false);
  });

  it('on another machine is alive while its heart beats', async () => {
    const owner: Owner = { ...(await self()), machine: 'another' };
    expect(await isAlive(owner, Date.now() - 20_000)).toBe(true);
    expect(await isAlive(owner, Date.now() - 3_600_000)).toBe(false);
  });
});

it('names what belongs to an output, and nothing else', () => {
  const partial = partialOf(output);
  for (const suffix of ['', '.journal', '.lock', '.lock.new']) {
    expect(parseSibling(folder, path.basename(partial) + suffix)).toMatchObject({
      store: partial,
      output,
      purpose: 'partial',
      lock: `${partial}.lock`,
    });
  }
  const replaced = parseSibling(folder, path.basename(replacedOf(partial)));
  expect(replaced).toMatchObject({ output, purpose: 'replaced', lock: `${partial}.lock` });
  for (const name of [
    'out.h5ad',
    '.out.partial-1',
    'out.partial-01234567',
    '.x.partial-0123456z',
  ]) {
    expect(parseSibling(folder, name)).toBeNull();
  }
});

it('reads a journal up to where it was cut off, and goes on behind', async () => {
  const file = path.join(folder, 'j');
  const journal = await Journal.create(file, START);
  await journal.add(CHECKPOINT);
  await journal.add({ ...CHECKPOINT, done: ['obs/a'] });
  await journal.close();
  const text = await fs.readFile(file, 'utf8');
  await fs.writeFile(file, text.slice(0, -20));
  const cut = await readJournal(file);
  expect(cut).toEqual({ start: START, checkpoints: [CHECKPOINT] });
  if (cut === null) throw new Error('no journal');
  const again = await Journal.reopen(file, cut);
  await again.add({ ...CHECKPOINT, done: ['obs/b'] });
  await again.close();
  const done = (await readJournal(file))?.checkpoints.map((checkpoint) => checkpoint.done);
  expect(done).toEqual([['X'], ['obs/b']]);
});

it('names a journal that cannot be written, and why', async () => {
  const file = path.join(folder, 'j');
  const journal = await Journal.create(file, START);
  await journal.close();
  const adding = journal.add(CHECKPOINT);
  const told = { tag: 'OutputUnwritable', path: file, reason: 'EBADF' };
  await expect(adding).rejects.toMatchObject(told);
});

it.each(['', 'junk\n', '{"type":"start","version":99}\n'])(
  'knows no journal in %j',
  async (text) => {
    const file = path.join(folder, 'j');
    await fs.writeFile(file, text);
    expect(await readJournal(file)).toBeNull();
  },
);

it('says why runs are not the same', () => {
  expect(differenceOf(START, START)).toBeNull();
  expect(differenceOf(START, { ...START, digest: 'e' })).toBe('its plan was another one');
  const changed = { ...START, inputs: [{ path: 'a', fingerprint: 'g' }] };
  expect(differenceOf(START, changed)).toBe('the input a has changed since');
  expect(differenceOf(START, { ...START, inputs: [] })).toBe('it has other inputs');
});

/** As a process that is no more has left it. */
async function leave(checkpoints: number, store = partialOf(output)): Promise<string> {
  await fs.writeFile(store, 'unfinished');
  const journal = await Journal.create(`${store}.journal`, START);
  for (let i = 0; i < checkpoints; i++) await journal.add(CHECKPOINT);
  await journal.close();
  await fs.writeFile(`${store}.lock`, JSON.stringify({ ...(await self()), started: '1' }));
  return store;
}

it('lists what is left, and deletes it unless its job lives', async () => {
  const store = await leave(1);
  const [left, ...more] = await listLeftovers(folder);
  expect(more).toEqual([]);
  expect(left).toMatchObject({ store, output, bytes: 10, isAlive: false, canResume: true });
  await fs.rm(`${store}.lock`);
  const lock = await Lock.take(`${store}.lock`);
  expect((await readLock(`${store}.lock`))?.isAlive).toBe(true);
  expect(await deleteLeftover({ store })).toBe('alive');
  expect(await fs.readdir(folder)).toHaveLength(3);
  await lock.release();
  expect(await deleteLeftover({ store })).toBe('deleted');
  expect(await fs.readdir(folder)).toEqual([]);
});

it('deletes a lock that does not tell whose it is, and leaves the next one alone', async () => {
  const store = partialOf(output);
  await fs.writeFile(`${store}.lock.new`, '');
  expect(await deleteLeftover({ store })).toBe('deleted');
  expect(await fs.readdir(folder)).toEqual([]);
  const lock = await Lock.take(`${store}.lock`);
  expect(await deleteLeftover({ store })).toBe('alive');
  await lock.release();
  expect(await fs.readdir(folder)).toEqual([]);
});

it('puts an old output back that was set aside and has no successor', async () => {
  const aside = replacedOf(partialOf(output));
  await fs.mkdir(aside);
  await fs.writeFile(path.join(aside, 'zarr.json'), 'old');
  expect(await leftoversOf(output)).toMatchObject([{ purpose: 'replaced', canResume: false }]);
  expect(await deleteLeftover({ store: aside })).toBe('restored');
  expect(await fs.readFile(path.join(output, 'zarr.json'), 'utf8')).toBe('old');
});

it('deletes nothing that is no leftover', async () => {
  await fs.writeFile(output, 'precious');
  await expect(deleteLeftover({ store: output })).rejects.toMatchObject({ tag: 'UsageInvalid' });
  expect(await fs.readFile(output, 'utf8')).toBe('precious');
});

describe('a run that is to be resumed', () => {
  it('begins anew where nothing was left, or nothing to go on with', async () => {
    for (const prepare of [() => Promise.resolve(''), () => leave(0)]) {
      await prepare();
      const partial = await Partial.open(output, START, true);
      expect(partial.saved).toBeNull();
      await partial.remove();
      expect(await fs.readdir(folder)).toEqual([]);
    }
  });

  it.each(['.lock', '.lock.new', '.journal'])(
    'begins anew where the other was killed as soon as it had written its %s',
    async (suffix) => {
      const store = partialOf(output);
      const dead = JSON.stringify({ ...(await self()), started: '1' });
      if (suffix !== '.lock.new') await fs.writeFile(`${store}.lock`, dead);
      // The kill came before what was to be in it.
      if (suffix !== '.lock') await fs.writeFile(`${store}${suffix}`, '');
      expect(await leftoversOf(output)).toMatchObject([{ store, isAlive: false }]);
      const partial = await Partial.open(output, START, true);
      expect(partial.saved).toBeNull();
      await partial.remove();
      expect(await fs.readdir(folder)).toEqual([]);
    },
  );

  it('takes over what got furthest, and leaves the rest', async () => {
    const other = await leave(1);
    await leave(2);
    const partial = await Partial.open(output, START, true);
    expect(partial.saved?.checkpoints).toHaveLength(2);
    await partial.remove();
    expect((await leftoversOf(output)).map(({ store }) => store)).toEqual([other]);
  });

  it('is refused by what belongs to another plan, or to a living job', async () => {
    const store = await leave(1);
    const changed = { ...START, digest: 'other' };
    await expect(Partial.open(output, changed, true)).rejects.toThrow(ResumeRefusedError);
    await fs.rm(`${store}.lock`);
    const lock = await Lock.take(`${store}.lock`);
    const running = Partial.open(output, START, true);
    await expect(running).rejects.toThrow(`process ${process.pid} on`);
    await lock.release();
    expect(await fs.readFile(store, 'utf8')).toBe('unfinished');
  });

  it('is refused when what was left has changed, and leaves it', async () => {
    await leave(1);
    const partial = await Partial.open(output, START, true);
    await expect(partial.openStore('h5ad')).rejects.toThrow(ResumeRefusedError);
    await partial.remove();
    expect(await leftoversOf(output)).toMatchObject([{ bytes: 10, isAlive: false }]);
  });

  it('does not touch a finished output that still has its other name', async () => {
    const store = await leave(1);
    await fs.link(store, output);
    const partial = await Partial.open(output, START, true);
    expect(partial.saved).toBeNull();
    await partial.remove();
    expect(await fs.readFile(output, 'utf8')).toBe('unfinished');
    expect(await fs.readdir(folder)).toEqual(['out.h5ad']);
  });
});
