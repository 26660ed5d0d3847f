import { existsSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Wasm } from './library.ts';

/**
 * Lets the library find its filter plugins (lzf, zstd, blosc …), and no others: the ones that
 * HDF5_PLUGIN_PATH or the system's folders hold are native code, which it cannot load.
 * @returns the folder that they are in
 */
export function usePlugins(wasm: Wasm): string | undefined {
  for (let left = wasm.get_plugin_search_paths().length; left > 0; left--) {
    wasm.remove_plugin_search_path(0);
  }
  const folder = pluginFolder();
  // The library does not follow links to folders.
  const realFolder = folder === undefined ? undefined : realpathSync(folder);
  if (realFolder !== undefined) wasm.insert_plugin_search_path(realFolder, 0);
  return realFolder;
}

/** Whether a plugin of this file's name is there. */
export const hasPlugin = (file: string): boolean => {
  const folder = pluginFolder();
  return folder !== undefined && existsSync(path.join(folder, file));
};

/** Beside the bundle, or in the package when we run from source; undefined when not installed. */
function pluginFolder(): string | undefined {
  const bundled = fileURLToPath(new URL('plugins', import.meta.url));
  if (existsSync(bundled)) return bundled;
  try {
    const entry = createRequire(import.meta.url).resolve('h5wasm-plugins');
    return path.join(path.dirname(entry), 'plugins');
  } catch {
    return undefined;
  }
}
