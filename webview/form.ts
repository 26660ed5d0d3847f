import './l10n.ts';
import * as l10n from '@vscode/l10n';
import {
  applyFix,
  checkDraft,
  toFormSchema,
  type Draft,
  type DraftOptions,
  type ToForm,
  type ToHost,
} from '../src/shared/form.ts';
import { isRunnable, type Plan } from '../src/shared/plan.ts';
import { counted, explainFinding, printable } from '../src/shared/words/index.ts';
import { h } from './dom.ts';
import { connect } from './host.ts';
import { createInputs } from './inputs.ts';
import { createOptions } from './options.ts';
import { createOutput } from './output.ts';
import { createPlanPane } from './plan-pane.ts';
import { createReuse } from './reuse.ts';
import { createRunBar } from './run-bar.ts';

/** Milliseconds without a key being pressed before the plan is made again. */
const TYPING_PAUSE = 250;

let draft: Draft | undefined;
/** Numbers the drafts; the plan that is shown is that of the last one, or it is pending. */
let revision = 0;
let plan: Plan | undefined;
let isPending = true;
let isRunning = false;
let isTrusted = true;
let timer: number | undefined;

const status = h('div', { class: 'visually-hidden', role: 'status' });
const announce = (text: string): void => {
  status.textContent = printable(text);
};

const runBar = createRunBar({
  run: () => {
    host.post({ type: 'run', revision });
  },
  manageTrust: () => {
    host.post({ type: 'manage-trust' });
  },
});
const inputs = createInputs({
  change: (next) => {
    if (draft !== undefined) change({ ...draft, inputs: next });
  },
  add: () => {
    send();
    host.post({ type: 'add-inputs' });
  },
  addFolder: () => {
    send();
    host.post({ type: 'add-folder' });
  },
  addTexts: (texts) => {
    send();
    host.post({ type: 'add-texts', texts: [...texts] });
  },
  picture: (kind) => {
    send();
    host.post({ type: 'show-picture', kind });
  },
  show: (paths) => {
    host.post({ type: 'show-inputs', paths: [...paths] });
  },
  announce,
});
const output = createOutput({
  path: (path) => {
    if (draft !== undefined) change({ ...draft, output: path });
  },
  format: (format) => {
    changeOptions({ format });
  },
  overwrite: (overwrite) => {
    changeOptions({ overwrite });
  },
  browse: () => {
    send();
    host.post({ type: 'choose-output' });
  },
});
const options = createOptions(changeOptions);
const reuse = createReuse({
  saveRecipe: () => {
    send();
    host.post({ type: 'save-recipe' });
  },
  copyCommandLine: () => {
    send();
    host.post({ type: 'copy', as: 'command-line' });
  },
  copyPython: () => {
    send();
    host.post({ type: 'copy', as: 'python' });
  },
});
const planPane = createPlanPane((fix) => {
  if (draft !== undefined) show(applyFix(draft, fix));
});

// Hidden until there is a draft, so that nothing can be typed that it would overwrite.
const main = h(
  'main',
  { hidden: true },
  runBar.element,
  inputs.element,
  h(
    'div',
    { class: 'columns' },
    h('div', { class: 'left' }, output.element, options.element, reuse.element),
    planPane.element,
  ),
);
document.body.append(main, status);
const host = connect<ToHost, Draft, ToForm>(toFormSchema, receive);

function receive(message: ToForm): void {
  switch (message.type) {
    case 'draft':
      main.hidden = false;
      show(message.draft);
      break;
    case 'status':
      ({ isTrusted, isRunning } = message);
      runBar.setTrusted(isTrusted);
      break;
    case 'changed-inputs':
      inputs.forget();
      break;
    case 'summary':
      inputs.tell(message.summary.path, { kind: 'summary', summary: message.summary });
      break;
    case 'unreadable':
      inputs.tell(message.path, { kind: 'failure', failure: message.failure });
      break;
    case 'plan':
      if (message.revision !== revision) return;
      isPending = false;
      plan = message.plan;
      planPane.showPlan(plan);
      announce(l10n.t('The plan is up to date'));
      break;
    case 'no-plan':
      if (message.revision !== revision) return;
      isPending = false;
      plan = undefined;
      planPane.showFailure(message.failure);
      break;
  }
  refresh();
}

function changeOptions(next: Partial<DraftOptions>): void {
  if (draft !== undefined) change({ ...draft, options: { ...draft.options, ...next } });
}

/** Takes over a draft that was not typed here, and asks for its plan at once. */
function show(next: Draft): void {
  inputs.update(next.inputs);
  output.update(next);
  options.update(next.options);
  change(next);
  send();
}

/** Takes over a draft as it is being typed. */
function change(next: Draft): void {
  draft = next;
  revision += 1;
  isPending = true;
  host.keep(next);
  window.clearTimeout(timer);
  timer = window.setTimeout(send, TYPING_PAUSE);
  const issues = checkDraft(next);
  output.showIssues(issues);
  options.follow(next.options, issues);
  refresh();
}

/** Tells the draft, unless that has been done. */
function send(): void {
  if (timer === undefined || draft === undefined) return;
  window.clearTimeout(timer);
  timer = undefined;
  host.post({ type: 'change', revision, draft });
}

function refresh(): void {
  if (draft === undefined) return;
  const hasIssues = Object.keys(checkDraft(draft)).length > 0;
  planPane.setPending(isPending && !hasIssues);
  reuse.setDisabled(hasIssues);
  const target = printable(draft.output.split(/[/\\]/u).at(-1) ?? '');
  const summary = `${counted(draft.inputs.length, 'store')} → ${target === '' ? '…' : target}`;
  runBar.update(summary, obstacle(hasIssues));
}

/** Why it cannot run now; '' when it can. */
function obstacle(hasIssues: boolean): string {
  if (isRunning) return l10n.t('Running…');
  if (!isTrusted) return l10n.t('The workspace is not trusted.');
  if (hasIssues) return l10n.t('Correct what is marked first.');
  if (isPending) return l10n.t('Updating the plan…');
  if (plan === undefined) return l10n.t('There is no plan.');
  if (isRunnable(plan)) return '';
  const errors = plan.findings.filter(({ severity }) => severity === 'error');
  const [first] = errors;
  if (first !== undefined && errors.length === 1) return explainFinding(first).what;
  return l10n.t('Solve {0} of the plan first.', counted(errors.length, 'error'));
}
