import type { Finding } from '../../shared/finding.ts';
import { flagsOf, describeFix, explainFinding } from '../../shared/words/index.ts';

/** The findings in words, in the order of the plan: errors first; '' without findings. */
export const reportFindings = (findings: readonly Finding[]): string =>
  findings.map(reportFinding).join('');

function reportFinding(finding: Finding): string {
  const { what, where, why, todo } = explainFinding(finding);
  const lines = [
    where === '' ? '' : `In ${where}.`,
    why,
    todo,
    ...finding.fixes.map((fix) => `Fix: ${flagsOf(fix.options)}   ${describeFix(fix)}.`),
  ];
  const details = lines.filter((line) => line !== '').map((line) => `    ${line}\n`);
  return `  ${finding.severity} ${finding.code}: ${what}\n${details.join('')}`;
}
