import type { Failure } from '../../shared/failure.ts';
import { isRunnable, type Plan } from '../../shared/plan.ts';
import { explainFinding } from '../../shared/words/index.ts';
import { refuse } from '../conclude.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import type { Io } from '../io.ts';
import { toJson, toJsonLine } from './json.ts';
import { reportFindings } from './findings.ts';
import { reportPlan, summarisePlan } from './plan.ts';

interface Manner {
  readonly json: boolean;
  readonly quiet: boolean;
}

const REFUSED: Failure = {
  tag: 'PlanRefused',
  path: null,
  elem: null,
  reason: null,
  detail: null,
};

/** The plan as a result, on standard output. A plan that cannot be executed is a fault. */
export async function showPlan(io: Io, plan: Plan, { json }: Manner): Promise<ExitCode> {
  await io.out(json ? toJson(plan) : reportPlan(plan));
  return judge(io, plan, json);
}

/** The plan as a message before it is executed; with `quiet` only what forbids to execute it. */
export function announcePlan(io: Io, plan: Plan, { json, quiet }: Manner): ExitCode {
  const findings = quiet
    ? plan.findings.filter(({ severity }) => severity === 'error')
    : plan.findings;
  if (json) {
    for (const finding of findings) {
      io.err(toJsonLine({ type: 'finding', ...finding, words: explainFinding(finding) }));
    }
  } else {
    io.err(quiet ? reportFindings(findings) : summarisePlan(plan));
  }
  return judge(io, plan, json);
}

const judge = (io: Io, plan: Plan, json: boolean): ExitCode =>
  isRunnable(plan) ? EXIT.done : refuse(io, json, REFUSED);
