import type { Finding } from '../../shared/finding.ts';
import { isRunnable, type Plan, type PlanElem } from '../../shared/plan.ts';
import {
  counted,
  describeAction,
  describeFix,
  explainFinding,
  explainWhy,
  formatBytes,
  formatDtype,
  formatShape,
} from '../../shared/words/index.ts';
import { bounded } from './result.ts';

/** Elements and findings that a model is told of, each. */
const LIMIT = 200;

/** A plan as text for a model: what would be written, what would be lost, and what is at fault. */
export function planLines(plan: Plan): readonly string[] {
  const { output, result, estimate, inputs } = plan;
  const shape = result === null ? '' : `, ${formatShape([result.nObs, result.nVars])}`;
  return [
    `${counted(inputs.length, 'input')} into ${output.path} (${output.format}${shape})`,
    isRunnable(plan)
      ? 'This plan can be run.'
      : 'This plan cannot be run before its errors are dealt with.',
    `At most ${formatBytes(estimate.outputBytes)} to write, before compression.`,
    'Inputs (cells × variables):',
    ...bounded(
      inputs.map(
        (input) => `- ${input.key}: ${input.path}, ${formatShape([input.nObs, input.nVars])}`,
      ),
      LIMIT,
    ),
    ...(plan.findings.length === 0 ? ['No findings.'] : ['Findings:']),
    ...bounded(plan.findings.map(findingLine), LIMIT),
    'Elements:',
    ...bounded(
      plan.elems.map((elem) => elemLine(elem, inputs.length)),
      LIMIT,
    ),
  ];
}

function findingLine(finding: Finding): string {
  const { what, where, why, todo } = explainFinding(finding);
  const fixes = finding.fixes.map(
    (fix) => `Fix: options ${JSON.stringify(fix.options)}, ${describeFix(fix)}.`,
  );
  const parts = [what, where === '' ? '' : `In ${where}.`, why, todo, ...fixes];
  return `- ${finding.severity} ${finding.code}: ${parts.filter((part) => part !== '').join(' ')}`;
}

function elemLine(elem: PlanElem, inputs: number): string {
  const type = [elem.encoding, formatDtype(elem.dtype), formatShape(elem.shape)];
  const sources = elem.sources.length === inputs ? '' : ` (${elem.sources.length} of ${inputs})`;
  const name = elem.path === '' ? '/' : elem.path;
  return `- ${name}: ${type.filter((part) => part !== '').join(' ')}; ${describeAction(elem.action)}${sources}: ${explainWhy(elem.why)}`;
}
