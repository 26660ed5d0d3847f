import * as vscode from 'vscode';
import { plainLabel } from '../words.ts';
import type { Jobs } from './jobs.ts';
import { describeJob, nameOf, percentOf } from './words.ts';

/** Shows in the status bar that jobs are running, and leads to them. */
export class JobsStatus implements vscode.Disposable {
  readonly #item: vscode.StatusBarItem;
  readonly #subscription: vscode.Disposable;

  constructor(jobs: Jobs) {
    this.#item = vscode.window.createStatusBarItem(
      'anndataConcat.jobs',
      vscode.StatusBarAlignment.Left,
    );
    this.#item.name = vscode.l10n.t('AnnData Concat Jobs');
    this.#item.command = 'anndataConcat.jobs.focus';
    this.#subscription = jobs.onDidChange(() => {
      this.#show(jobs);
    });
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#item.dispose();
  }

  #show(jobs: Jobs): void {
    const running = jobs.all.filter(({ state }) => state.outcome === null);
    const [first] = running;
    if (first === undefined) {
      this.#item.hide();
      return;
    }
    const percent = percentOf(first);
    const what =
      running.length === 1 ? plainLabel(nameOf(first)) : vscode.l10n.t('{0} jobs', running.length);
    const share = running.length > 1 || percent === undefined ? '' : ` ${percent} %`;
    this.#item.text = `$(sync~spin) ${what}${share}`;
    this.#item.tooltip = running.map((job) => `${nameOf(job)}: ${describeJob(job)}`).join('\n');
    this.#item.accessibilityInformation = {
      label: vscode.l10n.t('AnnData Concat: {0}', `${what}${share}`),
    };
    this.#item.show();
  }
}
