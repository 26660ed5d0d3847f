import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { installExtension, root } from '../../tools/workbench-server.mjs';

declare module 'vitest' {
  interface ProvidedContext {
    /** The folder with the packaged extension. */
    readonly extensions: string;
  }
}

/** What vitest calls before all tests: the extension is installed once. */
export default function setup(project: TestProject): () => void {
  const extensions = mkdtempSync(path.join(os.tmpdir(), 'extensions-'));
  installExtension(extensions, path.join(root, 'anndata-concat.vsix'));
  project.provide('extensions', extensions);
  return () => {
    rmSync(extensions, { recursive: true, force: true });
  };
}
