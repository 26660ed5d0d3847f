import { AsyncLocalStorage } from 'node:async_hooks';
import fs from 'node:fs';
import promises, { open } from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';

/** Of `node:fs/promises`. */
const FUNCTIONS = [
  ...['access', 'link', 'lstat', 'mkdir', 'open', 'opendir', 'readFile', 'readdir', 'readlink'],
  ...['realpath', 'rename', 'rm', 'stat', 'statfs', 'unlink', 'utimes', 'writeFile'],
];
const METHODS = [
  ...['appendFile', 'datasync', 'read', 'readFile', 'stat', 'sync', 'truncate', 'write'],
  'writeFile',
  'writev',
];
/** Of `node:fs`, for the HDF5 library. */
const SYNC_FUNCTIONS = ['openSync', 'readSync', 'fstatSync', 'statSync', 'lstatSync', 'closeSync'];

/** What happens instead of a call: `null` lets it be, `short` does half, else a code to fail with. */
export type Effect = string | null;
/** Asked before each call of the file system. @param call its name, as in `FileHandle.write` */
export type Interference = (call: string) => Effect;

/** Calls by which something is changed, or may be. */
export const WRITES = /write|append|sync|rename|link$|^rm$|mkdir|truncate|open/iu;

const current = new AsyncLocalStorage<Interference>();
let always: Interference = () => null;

/** Does something whose calls of the file system, and no others, are interfered with. */
export const interfered = <T>(interference: Interference, action: () => Promise<T>): Promise<T> =>
  current.run(interference, action);

/**
 * Puts itself between this process and its file system. Once.
 * @param interference with all calls that are not made within `interfered`
 */
export async function patchFileSystem(interference = always): Promise<void> {
  always = interference;
  const handle = await open(import.meta.filename);
  const methods: unknown = Object.getPrototypeOf(handle);
  await handle.close();
  if (typeof methods !== 'object' || methods === null) throw new Error('no FileHandle');
  for (const name of FUNCTIONS) patch(promises, name, name, rejected);
  for (const name of METHODS) patch(methods, name, `FileHandle.${name}`, rejected);
  for (const name of SYNC_FUNCTIONS) patch(fs, name, name, thrown);
  syncBuiltinESMExports();
}

const rejected = (error: Error): unknown => Promise.reject(error);
const thrown = (error: Error): never => {
  throw error;
};

function patch(target: object, name: string, call: string, fail: (error: Error) => unknown): void {
  const original: unknown = Reflect.get(target, name);
  if (typeof original !== 'function') throw new Error(`no ${call}`);
  Reflect.set(target, name, function (this: unknown, ...args: unknown[]): unknown {
    const effect = (current.getStore() ?? always)(call);
    // Whether a disk keeps what it was given is not tested here, and waiting for it takes most time.
    if (effect === null && /\.(data)?sync$/u.test(call)) return Promise.resolve();
    if (effect === null) {
      const result: unknown = Reflect.apply(original, this, args);
      return call === 'open' ? withPatchedClose(result) : result;
    }
    if (effect === 'short') {
      const result: unknown = Reflect.apply(original, this, halved(args));
      return result;
    }
    const error = Object.assign(new Error(`${effect}: injected, ${call}`), {
      code: effect,
      errno: -5,
      syscall: call.replace(/^FileHandle\.|Sync$/u, ''),
    });
    // What cannot be closed is closed all the same.
    if (!/close/u.test(call)) return fail(error);
    void Reflect.apply(original, this, args);
    return fail(error);
  });
}

/** Handles have a `close` each. */
async function withPatchedClose(opening: unknown): Promise<unknown> {
  const handle = await opening;
  if (typeof handle === 'object' && handle !== null) {
    patch(handle, 'close', 'FileHandle.close', rejected);
  }
  return handle;
}

/** Arguments of a read or write, for half as many bytes. */
function halved(args: readonly unknown[]): unknown[] {
  return args.map((value, i) =>
    i === (typeof args[0] === 'number' ? 3 : 2) && typeof value === 'number' && value > 1
      ? value >> 1
      : value,
  );
}
