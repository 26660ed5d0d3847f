// npm test: installs what is missing, builds, lints and runs every suite. The last line is the sum:
// `N passed, N failed`. Node's own modules are all that is there when it starts.
import process from 'node:process';
import { ensureNodeModules } from './setup/node-modules.mjs';
import { findChromium, findHdf5Tools, findSlurm, ensureCodeServer } from './setup/programs.mjs';
import { ensureGenerations, ensurePython } from './setup/python.mjs';
import { npm } from './setup/run.mjs';

const CI = process.env['CI'] === 'true';
/** What a suite needs besides node_modules; each says what is missing, or null. */
const NEEDS = {
  python: ensurePython,
  generations: ensureGenerations,
  hdf5: findHdf5Tools,
  chromium: findChromium,
  workbench: ensureCodeServer,
  slurm: findSlurm,
};
const SUITES = {
  unit: [],
  formats: ['python', 'hdf5'],
  goldens: ['python', 'hdf5'],
  generations: ['python', 'generations', 'hdf5'],
  differential: ['python', 'hdf5'],
  fuzz: ['python'],
  faults: [],
  cli: [],
  cluster: ['python', 'slurm'],
  host: ['chromium', 'workbench'],
  e2e: ['python', 'chromium', 'workbench'],
};

let begin = Date.now();
const heading = (text) => {
  begin = Date.now();
  console.log(`\n=== ${text} ===`);
};

await ensureNodeModules();
/** @type {Record<string, string | null>} */
const missing = {};
for (const [name, ensure] of Object.entries(NEEDS)) {
  try {
    missing[name] = await ensure();
  } catch (error) {
    missing[name] = `what could not be installed (${error.message})`;
  }
}

const lines = [];
let [passed, failed] = [0, 0];
const record = (name, right, wrong) => {
  passed += right;
  failed += wrong;
  const seconds = Math.round((Date.now() - begin) / 1000);
  lines.push(`${name}: ${right} passed, ${wrong} failed (${seconds} s)`);
};

for (const step of ['build', 'lint']) {
  heading(step);
  const { code } = await npm('run', '--silent', step);
  record(step, code === 0 ? 1 : 0, code === 0 ? 0 : 1);
}
for (const [suite, needs] of Object.entries(SUITES)) {
  heading(suite);
  const lacks = needs.flatMap((need) => missing[need] ?? []);
  if (lacks.length > 0) {
    lines.push(`${suite}: NOT RUN, needs ${lacks.join(' and ')}`);
    if (CI) failed += 1;
    continue;
  }
  const { code, output } = await npm('run', '--silent', `test:${suite}`);
  const [right, wrong] = totalsOf(output);
  // A suite that breaks without a failed test, or says nothing, has failed all the same.
  record(suite, right, wrong === 0 && (code !== 0 || right === 0) ? 1 : wrong);
}

heading('totals');
console.log(lines.join('\n'));
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

/** The numbers of the last line that says `N passed, N failed`. */
function totalsOf(output) {
  const last = [...output.matchAll(/^(\d+) passed, (\d+) failed$/gmu)].at(-1);
  return last === undefined ? [0, 0] : [Number(last[1]), Number(last[2])];
}
