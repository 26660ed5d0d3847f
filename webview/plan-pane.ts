import * as l10n from '@vscode/l10n';
import type { Failure } from '../src/shared/failure.ts';
import type { Fix } from '../src/shared/finding.ts';
import type { Plan } from '../src/shared/plan.ts';
import { explainFailure, formatBytes, formatCount } from '../src/shared/words/index.ts';
import { h, icon, section } from './dom.ts';
import { createElemsTable } from './elems.ts';
import { countFindings, showFindings } from './findings.ts';
import { createProgressRing } from './toolkit.ts';

export interface PlanPane {
  readonly element: HTMLElement;
  /** Shows that what is seen is about to change. */
  readonly setPending: (pending: boolean) => void;
  readonly showPlan: (plan: Plan) => void;
  readonly showFailure: (failure: Failure) => void;
}

/** What will be written, and why: beside the options, always up to date. */
export function createPlanPane(applyFix: (fix: Fix) => void): PlanPane {
  const head = h(
    'div',
    { class: 'plan-head' },
    h('p', { class: 'help' }, l10n.t('What will be written, and why, is shown here.')),
  );
  // It stays in place when the plan changes, so that a filter keeps the focus.
  const table = createElemsTable();
  const count = h('span', { class: 'count' });
  const elems = h('div', { class: 'part', hidden: true }, h('h3', {}, l10n.t('Elements'), count));
  elems.append(table.element);
  const ring = h('div', { class: 'plan-ring' }, createProgressRing(l10n.t('Updating the plan')));
  return {
    element: section(l10n.t('Plan'), 'plan', ring, h('div', { class: 'plan-body' }, head, elems)),
    setPending: (pending) => {
      ring.hidden = !pending;
    },
    showPlan: (plan) => {
      head.replaceChildren(...planParts(plan, applyFix));
      elems.hidden = plan.elems.length === 0;
      count.textContent = formatCount(plan.elems.length);
      table.show(plan);
    },
    showFailure: (failure) => {
      const { what, where, why, todo } = explainFailure(failure);
      const words = [what, where, why, todo].filter((part) => part !== '');
      elems.hidden = true;
      head.replaceChildren(
        h(
          'div',
          { class: 'finding finding-error' },
          icon('error', 'severity-error'),
          h('div', { class: 'finding-body' }, ...words.map((part) => h('p', {}, part))),
        ),
      );
    },
  };
}

function planParts(plan: Plan, applyFix: (fix: Fix) => void): readonly HTMLElement[] {
  const { findings } = plan;
  const found = countFindings(findings);
  return [
    headline(plan),
    ...(plan.result === null ? [] : [facts(plan)]),
    ...(findings.length === 0
      ? []
      : [part(l10n.t('Findings'), found, showFindings(findings, applyFix))]),
  ];
}

const part = (title: string, count: string, content: HTMLElement): HTMLElement =>
  h('div', { class: 'part' }, h('h3', {}, title, h('span', { class: 'count' }, count)), content);

function headline({ result }: Plan): HTMLElement {
  if (result === null) return h('p', { class: 'headline' }, l10n.t('No result yet'));
  return h(
    'p',
    { class: 'headline' },
    h('strong', {}, formatCount(result.nObs)),
    ' obs × ',
    h('strong', {}, formatCount(result.nVars)),
    ' vars',
  );
}

function facts({ inputs, output, estimate }: Plan): HTMLElement {
  const { outputBytes, freeBytes, memoryBytes } = estimate;
  const inputBytes = inputs.reduce((sum, { bytes }) => sum + bytes, 0);
  const all: readonly (readonly [name: string, value: string])[] = [
    [l10n.t('Format'), output.format],
    [l10n.t('Stores on disk'), formatBytes(inputBytes)],
    [l10n.t('Size before compression'), l10n.t('at most {0}', formatBytes(outputBytes))],
    [l10n.t('Free on the disk'), freeBytes === null ? l10n.t('unknown') : formatBytes(freeBytes)],
    [l10n.t('Left on the disk'), leftOf(outputBytes, freeBytes)],
    [l10n.t('Memory for buffers'), formatBytes(memoryBytes)],
  ];
  return h(
    'dl',
    { class: 'facts' },
    ...all.map(([name, value]) => h('div', {}, h('dt', {}, name), h('dd', {}, value))),
  );
}

/** What the result leaves of the disk, however badly it compresses. */
function leftOf(outputBytes: number, freeBytes: number | null): string {
  if (freeBytes === null) return l10n.t('unknown');
  return outputBytes > freeBytes
    ? l10n.t('none, unless it compresses')
    : l10n.t('at least {0}', formatBytes(freeBytes - outputBytes));
}
