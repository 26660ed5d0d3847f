import * as vscode from 'vscode';
import type { ConcatRequest } from '../../shared/options.ts';
import { isRunnable } from '../../shared/plan.ts';
import { counted, explainFailure, printable } from '../../shared/words/index.ts';
import type { Engine } from '../engine/client.ts';
import type { Job } from '../jobs/job.ts';
import { describeResult } from '../run/words.ts';
import { formatFailure } from '../words.ts';
import { planLines } from './plan-lines.ts';
import { requestOf } from './request.ts';
import { textResult } from './result.ts';

interface Runner {
  readonly engine: Pick<Engine, 'plan'>;
  readonly isTrusted: () => boolean;
  readonly start: (request: ConcatRequest) => Promise<Pick<Job, 'cancel' | 'ended'>>;
}

/** Writes the result of a concatenation, after the person has agreed; the job is in the view of jobs. */
export const runTool = ({
  engine,
  isTrusted,
  start,
}: Runner): vscode.LanguageModelTool<unknown> => ({
  prepareInvocation({ input }) {
    const request = requestOf(input);
    return {
      invocationMessage: vscode.l10n.t('Concatenating AnnData stores'),
      confirmationMessages: {
        title: vscode.l10n.t('Concatenate {0}?', counted(request.inputs.length, 'store')),
        message: confirmation(request),
      },
    };
  },

  async invoke({ input }, token) {
    const request = requestOf(input);
    if (!isTrusted()) throw new Error('The workspace is not trusted, so nothing can be written.');
    const plan = await engine.plan(request, token);
    if (!isRunnable(plan)) return textResult(['Nothing was written.', ...planLines(plan)]);
    if (token.isCancellationRequested) throw new vscode.CancellationError();
    const job = await start(plan.request);
    const cancelling = token.onCancellationRequested(() => void job.cancel());
    const outcome = await job.ended;
    cancelling.dispose();
    switch (outcome.kind) {
      case 'done':
        return textResult([
          describeResult(request.inputs.length, outcome.result),
          ...planLines(plan),
        ]);
      case 'failed':
        return textResult(['There is no result.', formatFailure(explainFailure(outcome.failure))]);
      case 'killed':
        return textResult(['The job was killed. It can be resumed from the view of jobs.']);
    }
  },
});

/** Paths as text: a name cannot pretend to be a link or a picture. */
function confirmation({ inputs, output, options }: ConcatRequest): vscode.MarkdownString {
  const message = new vscode.MarkdownString();
  message.appendText(
    options.overwrite
      ? vscode.l10n.t('Writes {0}, and replaces what is there.', printable(output))
      : vscode.l10n.t('Writes {0}.', printable(output)),
  );
  message.appendText('\n\n');
  message.appendText(
    vscode.l10n.t('Reads {0}.', inputs.map(({ path }) => printable(path)).join(', ')),
  );
  return message;
}
