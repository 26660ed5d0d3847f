import { ConcatError } from '../../src/core/errors.ts';
import type { Node, Store } from '../../src/core/store/store.ts';

/** How a node is looked at: its members are visited by `visit`. */
type Look<T> = (node: Node, visit: (names: readonly string[]) => Promise<void>) => Promise<T>;

/**
 * All of a store that can be read: what `look` says of each node by its path, and of `store` its
 * format, or what `told` makes of the error that stands for it. What goes wrong in another way than by
 * an error of ours is thrown.
 */
export async function walk<T>(
  open: () => Promise<Store>,
  look: Look<T>,
  told: (error: ConcatError) => T,
): Promise<ReadonlyMap<string, T | string>> {
  const content = new Map<string, T | string>();
  const attempt = async (path: string, action: () => Promise<T | string>): Promise<void> => {
    try {
      content.set(path, await action());
    } catch (error) {
      if (!(error instanceof ConcatError)) throw error;
      content.set(path, told(error));
    }
  };
  const visit = (path: string, find: () => Promise<Node>): Promise<void> =>
    attempt(path, async () => {
      const node = await find();
      return look(node, async (names) => {
        if (node.kind === 'array') return;
        for (const name of names) {
          await visit(path === '' ? name : `${path}/${name}`, () => node.get(name));
        }
      });
    });
  await attempt('store', async () => {
    const store = await open();
    try {
      await visit('', () => Promise.resolve(store.root));
    } finally {
      await store.close();
    }
    return store.format;
  });
  return content;
}
