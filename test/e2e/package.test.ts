import path from 'node:path';
import { expect, it } from 'vitest';
import yauzl from 'yauzl';
import { root } from '../../tools/workbench-server.mjs';

/** Bytes that the package may have; the WebAssembly of HDF5 and its plugins are most of them. */
const BUDGET = 6 * 1024 * 1024;

/** Everything that may be in the package: code, what it loads, and what a person reads. */
const ALLOWED = [
  /^(?:extension\.vsixmanifest|\[Content_Types\]\.xml)$/u,
  /^extension\/(?:package|package\.nls)\.json$/u,
  /^extension\/(?:readme\.md|changelog\.md|LICENSE\.txt)$/u,
  /^extension\/docs\/(?:[a-z-]+\.md|images\/[a-z-]+\.png)$/u,
  /^extension\/l10n\/bundle\.l10n\.json$/u,
  /^extension\/schemas\/recipe\.schema\.json$/u,
  /^extension\/media\/(?:icon\.png|store\.svg|(?:form|picture)-(?:dark|light)\.svg)$/u,
  /^extension\/media\/walkthrough\/[a-z]+\.svg$/u,
  /^extension\/media\/sample\/(?:README\.md|pbmc_part[12]\.h5ad)$/u,
  /^extension\/dist\/(?:extension\.cjs|(?:cli|engine|job|[\w-]+-[A-Z\d]{8})\.mjs)$/u,
  /^extension\/dist\/webview\/(?:(?:form|store|picture)\.(?:js|css)|codicon-[A-Z\d]{8}\.ttf)$/u,
  /^extension\/dist\/plugins\/[\w.]+\.so$/u,
];

interface File {
  readonly name: string;
  /** Bytes in the package. */
  readonly bytes: number;
}

async function filesOf(archive: string): Promise<readonly File[]> {
  const zip = await yauzl.openPromise(archive);
  const files: File[] = [];
  for await (const { fileName, compressedSize } of zip.eachEntry()) {
    files.push({ name: fileName, bytes: compressedSize });
  }
  return files;
}

it('packs what is on a list, and no more bytes than agreed', async () => {
  const files = await filesOf(path.join(root, 'anndata-concat.vsix'));
  const strange = files.filter(({ name }) => !ALLOWED.some((pattern) => pattern.test(name)));
  expect(strange).toEqual([]);
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  console.log(`${files.length} files, ${(bytes / 1024 / 1024).toFixed(2)} MiB`);
  expect(bytes).toBeGreaterThan(0);
  expect(bytes).toBeLessThan(BUDGET);
});
