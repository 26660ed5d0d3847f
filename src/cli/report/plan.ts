import type { Plan, PlanElem, PlanInput } from '../../shared/plan.ts';
import {
  counted,
  explainWhy,
  formatBytes,
  formatDtype,
  formatShape,
  printable,
} from '../../shared/words/index.ts';
import { reportFindings } from './findings.ts';
import { table } from './table.ts';

/** The whole plan as a person reads it. */
export function reportPlan(plan: Plan): string {
  const kept = plan.elems.filter(({ action }) => action !== 'drop');
  const dropped = plan.elems.filter(({ action }) => action === 'drop');
  const head = ['element', 'encoding', 'dtype', 'shape', 'from', 'action', 'why'];
  const rows = (elems: readonly PlanElem[]): string =>
    table(
      head,
      elems.map((elem) => elemRow(elem, plan.inputs)),
    );
  return [
    headline(plan),
    section('Inputs', reportInputs(plan.inputs)),
    section('Elements of the result', rows(kept)),
    section('Not in the result', rows(dropped)),
    section('Findings', reportFindings(plan.findings)),
    section('Estimate', estimate(plan)),
  ].join('');
}

/** What is read while the plan is executed: no table of elements. */
export const summarisePlan = (plan: Plan): string =>
  [headline(plan), reportFindings(plan.findings), estimate(plan)].join('');

function headline({ request, output, result }: Plan): string {
  const shape = result === null ? '' : `, ${formatShape([result.nObs, result.nVars])}`;
  return `${counted(request.inputs.length, 'input')} → ${printable(output.path)} (${output.format}${shape})\n`;
}

const section = (title: string, body: string): string => (body === '' ? '' : `\n${title}\n${body}`);

const reportInputs = (inputs: readonly PlanInput[]): string =>
  table(
    ['key', 'path', 'shape', 'format', 'size'],
    inputs.map(({ key, path, nObs, nVars, format, bytes }) => [
      printable(key),
      printable(path),
      formatShape([nObs, nVars]),
      format,
      formatBytes(bytes),
    ]),
  );

const elemRow = (elem: PlanElem, inputs: readonly PlanInput[]): readonly string[] => [
  // The root has an empty path.
  elem.path === '' ? '/' : printable(elem.path),
  printable(encodingOf(elem)),
  printable(formatDtype(elem.dtype)),
  formatShape(elem.shape),
  sourcesOf(elem, inputs),
  elem.action,
  explainWhy(elem.why),
];

function encodingOf({ encoding, categories, ordered }: PlanElem): string {
  if (categories === null) return encoding;
  return `${encoding} (${categories}${ordered === true ? ', ordered' : ''})`;
}

/** `all`, the keys of up to three inputs, or how many there are. */
function sourcesOf({ sources }: PlanElem, inputs: readonly PlanInput[]): string {
  if (sources.length === 0) return '';
  if (sources.length === inputs.length) return 'all';
  if (sources.length > 3) return `${sources.length} of ${inputs.length}`;
  return sources.map((source) => printable(inputs[source]?.key ?? String(source))).join(', ');
}

/** '' when an input could not be read: then nothing is known about the result. */
function estimate({ result, estimate: { outputBytes, memoryBytes, freeBytes } }: Plan): string {
  if (result === null) return '';
  const free = freeBytes === null ? '' : ` (${formatBytes(freeBytes)} are free)`;
  return `  At most ${formatBytes(outputBytes)} to write, before compression${free}; ${formatBytes(memoryBytes)} of memory for buffers.\n`;
}
