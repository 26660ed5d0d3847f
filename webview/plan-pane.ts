import type { Failure } from '../src/shared/failure.ts';
import type { Fix } from '../src/shared/finding.ts';
import type { Plan } from '../src/shared/plan.ts';
import { explainFailure, formatBytes, formatCount } from '../src/shared/words/index.ts';
import { h, icon, section } from './dom.ts';
import { showElems } from './elems.ts';
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
  const body = h(
    'div',
    { class: 'plan-body' },
    h('p', { class: 'help' }, 'What will be written, and why, is shown here.'),
  );
  const ring = h('div', { class: 'plan-ring' }, createProgressRing('Updating the plan'));
  const element = section('Plan', 'plan', ring, body);
  return {
    element,
    setPending: (pending) => {
      ring.hidden = !pending;
    },
    showPlan: (plan) => {
      body.replaceChildren(...planParts(plan, applyFix));
    },
    showFailure: (failure) => {
      const { what, where, why, todo } = explainFailure(failure);
      const words = [what, where, why, todo].filter((part) => part !== '');
      body.replaceChildren(
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
  const { findings, elems } = plan;
  const found = countFindings(findings);
  return [
    headline(plan),
    ...(plan.result === null ? [] : [facts(plan)]),
    ...(findings.length === 0 ? [] : [part('Findings', found, showFindings(findings, applyFix))]),
    ...(elems.length === 0 ? [] : [part('Elements', formatCount(elems.length), showElems(plan))]),
  ];
}

const part = (title: string, count: string, content: HTMLElement): HTMLElement =>
  h('div', { class: 'part' }, h('h3', {}, title, h('span', { class: 'count' }, count)), content);

function headline({ result }: Plan): HTMLElement {
  if (result === null) return h('p', { class: 'headline' }, 'No result yet');
  return h(
    'p',
    { class: 'headline' },
    h('strong', {}, formatCount(result.nObs)),
    ' obs × ',
    h('strong', {}, formatCount(result.nVars)),
    ' vars',
  );
}

function facts({ output, estimate }: Plan): HTMLElement {
  const { outputBytes, freeBytes, memoryBytes } = estimate;
  const free = freeBytes === null ? 'unknown' : formatBytes(freeBytes);
  const all: readonly (readonly [name: string, value: string])[] = [
    ['Format', output.format],
    ['Size before compression', `at most ${formatBytes(outputBytes)}`],
    ['Free on the disk', free],
    ['Memory for buffers', formatBytes(memoryBytes)],
  ];
  return h(
    'dl',
    { class: 'facts' },
    ...all.map(([name, value]) => h('div', {}, h('dt', {}, name), h('dd', {}, value))),
  );
}
