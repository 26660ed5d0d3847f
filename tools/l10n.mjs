// Writes l10n/bundle.l10n.json: every text of the extension and its pages that a person reads, for
// translators.
// `npm run l10n`, after a text was changed; with --check it only tells whether that was forgotten.
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { getL10nJson } from '@vscode/l10n-dev';

const root = path.resolve(import.meta.dirname, '..');
const SOURCES = ['src/extension', 'webview'];
const BUNDLE = path.join(root, 'l10n/bundle.l10n.json');

const files = SOURCES.flatMap((folder) =>
  fs
    .readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => path.join(root, folder, name)),
)
  .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
  .map((name) => ({ contents: fs.readFileSync(name, 'utf8'), extension: '.ts' }))
  // Parsing takes its time.
  .filter(({ contents }) => contents.includes('l10n'));
const texts = Object.entries(await getL10nJson(files)).sort(([a], [b]) => (a < b ? -1 : 1));
const bundle = `${JSON.stringify(Object.fromEntries(texts), null, 2)}\n`;

if (!process.argv.includes('--check')) {
  fs.mkdirSync(path.dirname(BUNDLE), { recursive: true });
  fs.writeFileSync(BUNDLE, bundle);
} else if (!fs.existsSync(BUNDLE) || fs.readFileSync(BUNDLE, 'utf8') !== bundle) {
  console.error('l10n/bundle.l10n.json is not what the sources say: npm run l10n');
  process.exitCode = 1;
}
