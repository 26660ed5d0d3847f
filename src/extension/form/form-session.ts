import * as vscode from 'vscode';
import { toRequest, type Draft, type ToForm, type ToHost } from '../../shared/form.ts';
import type { ConcatRequest } from '../../shared/options.ts';
import type { PictureQuery } from '../../shared/picture.ts';
import { isRunnable, type Plan } from '../../shared/plan.ts';
import { toCommandLine } from '../../shared/words/index.ts';
import type { Engine } from '../engine/client.ts';
import { toFailure } from '../engine/failure.ts';
import { toPython } from '../export/python.ts';
import { proposeKeys } from '../stores/names.ts';

export interface FormHost {
  readonly engine: Pick<Engine, 'plan' | 'summarise'>;
  readonly post: (message: ToForm) => void;
  readonly isTrusted: () => boolean;
  readonly askStores: () => Promise<readonly string[]>;
  readonly askFolder: () => Promise<readonly string[]>;
  /** The stores that texts name; tells of those that name none. */
  readonly storesNamed: (texts: readonly string[]) => Promise<readonly string[]>;
  readonly askOutput: (current: string) => Promise<string | undefined>;
  readonly saveRecipe: (request: ConcatRequest) => Promise<void>;
  readonly copy: (text: string) => Promise<void>;
  readonly showPicture: (query: PictureQuery) => Promise<void>;
  /** Resolves when the run has ended, well or not. */
  readonly run: (request: ConcatRequest) => Promise<boolean>;
  readonly manageTrust: () => void;
}

/**
 * What a form knows: its draft, and the plan of that draft. The page only shows it, so that it can
 * be thrown away while it is hidden.
 */
export class FormSession implements vscode.Disposable {
  readonly #host: FormHost;
  #draft: Draft;
  /** Of the draft, as the page numbers it. */
  #revision = 0;
  #planning: vscode.CancellationTokenSource | undefined;
  #planned: { readonly revision: number; readonly plan: Plan } | undefined;
  #isRunning = false;

  constructor(draft: Draft, host: FormHost) {
    this.#draft = draft;
    this.#host = host;
  }

  get draft(): Draft {
    return this.#draft;
  }

  async receive(message: ToHost): Promise<void> {
    switch (message.type) {
      case 'ready':
        this.tellStatus();
        this.#tellDraft(this.#draft);
        return;
      case 'change':
        await this.#change(message.revision, message.draft);
        return;
      case 'show-inputs':
        await Promise.all(message.paths.map((path) => this.#summarise(path)));
        return;
      case 'add-folder':
        this.#addInputs(await this.#host.askFolder());
        return;
      case 'add-texts':
        this.#addInputs(await this.#host.storesNamed(message.texts));
        return;
      case 'add-inputs':
        this.#addInputs(await this.#host.askStores());
        return;
      case 'choose-output':
        await this.#chooseOutput();
        return;
      case 'save-recipe':
        await this.#withRequest(this.#host.saveRecipe);
        return;
      case 'copy': {
        const write = message.as === 'python' ? toPython : toCommandLine;
        await this.#withRequest((request) => this.#host.copy(write(request)));
        return;
      }
      case 'show-picture':
        await this.#showPicture(message.kind);
        return;
      case 'run':
        await this.#run(message.revision);
        return;
      case 'manage-trust':
        this.#host.manageTrust();
        return;
    }
  }

  tellStatus(): void {
    const isTrusted = this.#host.isTrusted();
    this.#host.post({ type: 'status', isTrusted, isRunning: this.#isRunning });
  }

  dispose(): void {
    this.#planning?.cancel();
    this.#planning = undefined;
  }

  /** The page answers with a change, which is what starts planning. */
  #tellDraft(draft: Draft): void {
    this.#draft = draft;
    this.#host.post({ type: 'draft', draft });
  }

  async #change(revision: number, draft: Draft): Promise<void> {
    this.#draft = draft;
    this.#revision = revision;
    this.#planned = undefined;
    this.#planning?.cancel();
    this.#planning = undefined;
    await this.#plan(revision, draft);
  }

  async #summarise(path: string): Promise<void> {
    try {
      const summary = await this.#host.engine.summarise(path);
      // The page knows stores by the paths that it sent.
      this.#host.post({ type: 'summary', summary: { ...summary, path } });
    } catch (error) {
      this.#host.post({ type: 'unreadable', path, failure: toFailure(error) });
    }
  }

  async #plan(revision: number, draft: Draft): Promise<void> {
    const request = toRequest(draft);
    if (request === undefined) return;
    const planning = new vscode.CancellationTokenSource();
    this.#planning = planning;
    try {
      const plan = await this.#host.engine.plan(request, planning.token);
      if (this.#planning !== planning) return;
      this.#planned = { revision, plan };
      this.#host.post({ type: 'plan', revision, plan });
    } catch (error) {
      if (this.#planning !== planning) return;
      this.#host.post({ type: 'no-plan', revision, failure: toFailure(error) });
    } finally {
      planning.dispose();
      if (this.#planning === planning) this.#planning = undefined;
    }
  }

  #addInputs(stores: readonly string[]): void {
    const { inputs } = this.#draft;
    const present = new Set(inputs.map(({ path }) => path));
    const added = stores.filter((store) => !present.has(store));
    if (added.length === 0) return;
    const taken = inputs.map(({ key }) => key);
    const keys = proposeKeys(added, taken);
    const more = added.map((path, position) => ({ path, key: keys[position] ?? '' }));
    this.#tellDraft({ ...this.#draft, inputs: [...inputs, ...more] });
  }

  /** Of a draft that is at fault nothing can be made; the page says what is. */
  async #withRequest(use: (request: ConcatRequest) => Promise<void>): Promise<void> {
    const request = toRequest(this.#draft);
    if (request !== undefined) await use(request);
  }

  /** Of the inputs; their overlap is that of the names that the join is about. */
  async #showPicture(kind: 'overlap' | 'sparsity'): Promise<void> {
    const { inputs, options } = this.#draft;
    const stores = inputs.map(({ path }) => path);
    if (stores.length < (kind === 'overlap' ? 2 : 1)) return;
    const names = options.axis === 'obs' ? 'var' : 'obs';
    await this.#host.showPicture(kind === 'overlap' ? { kind, stores, names } : { kind, stores });
  }

  async #chooseOutput(): Promise<void> {
    const output = await this.#host.askOutput(this.#draft.output);
    if (output !== undefined) this.#tellDraft({ ...this.#draft, output });
  }

  /** Runs what the person saw: the plan of that revision, as long as nothing changed since. */
  async #run(revision: number): Promise<void> {
    const planned = this.#planned;
    if (this.#isRunning || planned?.revision !== revision || !isRunnable(planned.plan)) return;
    if (!this.#host.isTrusted()) return;
    this.#isRunning = true;
    this.tellStatus();
    try {
      await this.#host.run(planned.plan.request);
    } finally {
      this.#isRunning = false;
      this.tellStatus();
    }
    // The output is there now, or an input is not: the plan has to say so.
    this.#host.post({ type: 'changed-inputs' });
    await this.#change(this.#revision, this.#draft);
  }
}
