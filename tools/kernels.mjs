// Writes src/core/concat/matrix/kernels.ts: the kernels of `kernels/` as WebAssembly.
// `npm run kernels`, after one was changed; with --check it only tells whether that was forgotten.
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import asc from 'assemblyscript/asc';
import { format, resolveConfig } from 'prettier';

const root = path.resolve(import.meta.dirname, '..');
const FILE = path.join(root, 'src/core/concat/matrix/kernels.ts');

let compiled = new Uint8Array();
const { error, stderr } = await asc.main(
  ['kernels/index.ts', '--optimizeLevel', '3', '--noAssert', '--runtime', 'stub', '-o', 'out.wasm'],
  {
    readFile: (name) => {
      const file = path.join(root, name);
      return fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : null;
    },
    writeFile: (name, contents) => {
      if (name === 'out.wasm') compiled = contents;
    },
    listFiles: () => [],
  },
);
if (error !== null) {
  process.stderr.write(stderr.toString());
  throw error;
}
const text = await format(
  `/** WebAssembly of what is in \`kernels/\`, as base64: written by tools/kernels.mjs. */
export const KERNELS = '${Buffer.from(compiled).toString('base64')}';`,
  { ...(await resolveConfig(FILE)), parser: 'typescript' },
);
if (!process.argv.includes('--check')) fs.writeFileSync(FILE, text);
else if (!fs.existsSync(FILE) || fs.readFileSync(FILE, 'utf8') !== text) {
  process.stderr.write(
    'src/core/concat/matrix/kernels.ts is not what kernels/ gives: npm run kernels\n',
  );
  process.exitCode = 1;
}
