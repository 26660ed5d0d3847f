import * as l10n from '@vscode/l10n';
import type { Finding, Fix, Severity } from '../src/shared/finding.ts';
import { counted, describeFix, explainFinding } from '../src/shared/words/index.ts';
import { h, icon } from './dom.ts';
import { createButton } from './toolkit.ts';

const RANK: readonly Severity[] = ['error', 'warning', 'info'];
const WORDS: Readonly<Record<Severity, string>> = {
  error: l10n.t('Error'),
  warning: l10n.t('Warning'),
  info: l10n.t('Remark'),
};

/** `1 error, 2 warnings`; '' when there is nothing to say. */
export function countFindings(findings: readonly Finding[]): string {
  const counts = RANK.map((severity) => {
    const count = findings.filter((finding) => finding.severity === severity).length;
    return count === 0 ? '' : counted(count, WORDS[severity].toLowerCase());
  });
  return counts.filter((text) => text !== '').join(', ');
}

/** What the plan has to say about itself, errors first. */
export function showFindings(
  findings: readonly Finding[],
  applyFix: (fix: Fix) => void,
): HTMLElement {
  const sorted = RANK.flatMap((severity) =>
    findings.filter((finding) => finding.severity === severity),
  );
  return h('ul', { class: 'findings' }, ...sorted.map((finding) => card(finding, applyFix)));
}

function card(finding: Finding, applyFix: (fix: Fix) => void): HTMLElement {
  const { severity, code, fixes } = finding;
  const { what, where, why, todo } = explainFinding(finding);
  const text = (className: string, content: string): readonly Node[] =>
    content === '' ? [] : [h('p', { class: className }, content)];
  const buttons = fixes.map(
    (fix) =>
      createButton(describeFix(fix), 'secondary', () => {
        applyFix(fix);
      }).element,
  );
  return h(
    'li',
    { class: `finding finding-${severity}` },
    icon(severity, `severity-${severity}`),
    h(
      'div',
      { class: 'finding-body' },
      h(
        'p',
        { class: 'what' },
        h('span', { class: 'visually-hidden' }, `${WORDS[severity]}: `),
        what,
        ' ',
        h('span', { class: 'code' }, code),
      ),
      ...text('where', where),
      ...text('why', why),
      ...text('todo', todo),
      ...(buttons.length === 0 ? [] : [h('div', { class: 'fixes' }, ...buttons)]),
    ),
  );
}
