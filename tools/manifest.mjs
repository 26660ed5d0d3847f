// Writes src/extension/manifest.ts: every id that package.json contributes, as types.
// `npm run manifest`, after one was added; with --check it only tells whether that was forgotten.
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { format, resolveConfig } from 'prettier';

const root = path.resolve(import.meta.dirname, '..');
const FILE = path.join(root, 'src/extension/manifest.ts');
const { contributes } = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'));

const ids = {
  Command: contributes.commands.map(({ command }) => command),
  View: Object.values(contributes.views)
    .flat()
    .map(({ id }) => id),
  Setting: Object.keys(contributes.configuration.properties),
  Tool: contributes.languageModelTools.map(({ name }) => name),
  CustomEditor: contributes.customEditors.map(({ viewType }) => viewType),
  TaskType: contributes.taskDefinitions.map(({ type }) => type),
  Walkthrough: contributes.walkthroughs.map(({ id }) => id),
};
const types = Object.entries(ids).map(
  ([name, all]) => `export type ${name}Id = ${all.map((id) => `'${id}'`).join(' | ')};`,
);
const text = await format(
  `/** What package.json contributes, by id: written by tools/manifest.mjs. */\n\n${types.join('\n\n')}`,
  { ...(await resolveConfig(FILE)), parser: 'typescript' },
);

if (!process.argv.includes('--check')) {
  fs.writeFileSync(FILE, text);
} else if (!fs.existsSync(FILE) || fs.readFileSync(FILE, 'utf8') !== text) {
  console.error('src/extension/manifest.ts is not what package.json says: npm run manifest');
  process.exitCode = 1;
}
