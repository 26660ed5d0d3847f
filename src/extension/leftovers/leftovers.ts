import path from 'node:path';
import * as vscode from 'vscode';
import type { Leftover } from '../../shared/leftover.ts';
import type { ConcatRequest } from '../../shared/options.ts';
import { formatBytes, printable } from '../../shared/words/index.ts';
import type { LeftoversEngine } from '../engine/client.ts';
import type { Jobs } from '../jobs/jobs.ts';
import { plainLabel } from '../words.ts';

/** Whether the view has something to show. */
const HAS_LEFTOVERS = 'anndataConcat.hasLeftovers';

/**
 * What runs left that were killed: in the folders of killed jobs, and in those where the person had
 * it looked for. Nothing else is searched.
 */
export class Leftovers implements vscode.TreeDataProvider<Leftover>, vscode.Disposable {
  readonly #engine: LeftoversEngine;
  readonly #jobs: Pick<Jobs, 'all' | 'onDidChange'>;
  readonly #log: (line: string) => void;
  readonly #changed = new vscode.EventEmitter<undefined>();
  readonly #asked = new Set<string>();
  readonly #subscription: vscode.Disposable;
  #found: readonly Leftover[] = [];
  #seen = '';
  readonly onDidChangeTreeData = this.#changed.event;

  constructor(
    engine: LeftoversEngine,
    jobs: Pick<Jobs, 'all' | 'onDidChange'>,
    log: (line: string) => void,
  ) {
    this.#engine = engine;
    this.#jobs = jobs;
    this.#log = log;
    this.#subscription = jobs.onDidChange(() => {
      // Only ends are of interest: of those that are killed, and of those that go on with what they left.
      const ends = this.#jobs.all.map(({ order, state }) => [
        order.request.output,
        state.outcome?.kind,
      ]);
      const now = JSON.stringify(ends);
      if (now === this.#seen) return;
      this.#seen = now;
      void this.look();
    });
  }

  /** Looks into a folder, from now on. */
  async lookInto(folder: string): Promise<readonly Leftover[]> {
    this.#asked.add(folder);
    return await this.look();
  }

  /** Looks again. */
  async look(): Promise<readonly Leftover[]> {
    const folders = new Set([
      ...this.#killed().map(({ output }) => path.dirname(output)),
      ...this.#asked,
    ]);
    const found = await Promise.all([...folders].map((folder) => this.#leftIn(folder)));
    this.#found = found.flat();
    this.#changed.fire(undefined);
    await vscode.commands.executeCommand('setContext', HAS_LEFTOVERS, this.#found.length > 0);
    return this.#found;
  }

  /** What continues the run that left this; undefined when that is not known. */
  requestOf({ output, canResume, isAlive }: Leftover): ConcatRequest | undefined {
    if (!canResume || isAlive) return undefined;
    return this.#killed().find((request) => request.output === output);
  }

  getChildren(parent?: Leftover): Leftover[] {
    return parent === undefined ? [...this.#found] : [];
  }

  getTreeItem(leftover: Leftover): vscode.TreeItem {
    const { store, output, bytes, isAlive, purpose } = leftover;
    const name = printable(path.basename(output));
    const item = new vscode.TreeItem(plainLabel(path.basename(output)));
    const what = isAlive
      ? vscode.l10n.t('being written')
      : purpose === 'partial'
        ? vscode.l10n.t('unfinished')
        : vscode.l10n.t('the old one, set aside');
    item.id = store;
    item.description = `${what} · ${formatBytes(bytes)}`;
    item.iconPath = new vscode.ThemeIcon(isAlive ? 'sync' : 'debug-disconnect');
    item.tooltip = printable(store);
    item.accessibilityInformation = { label: `${name}, ${item.description}` };
    const canResume = this.requestOf(leftover) !== undefined;
    item.contextValue = isAlive ? 'leftover.alive' : canResume ? 'leftover.resumable' : 'leftover';
    return item;
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#changed.dispose();
  }

  /** What the killed jobs were to do, newest first. */
  #killed(): readonly ConcatRequest[] {
    return this.#jobs.all
      .filter(({ state }) => state.outcome?.kind === 'killed')
      .map(({ order }) => order.request);
  }

  async #leftIn(folder: string): Promise<readonly Leftover[]> {
    try {
      return await this.#engine.leftovers(folder);
    } catch (error) {
      this.#log(`leftovers in ${folder} cannot be listed: ${String(error)}`);
      return [];
    }
  }
}
