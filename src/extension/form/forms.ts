import * as vscode from 'vscode';
import { draftSchema, toDraft, type Draft } from '../../shared/form.ts';
import type { ConcatRequest } from '../../shared/options.ts';
import type { App } from '../app.ts';
import type { Pictures } from '../picture/pictures.ts';
import { proposeKeys } from '../stores/names.ts';
import { proposeOutput } from '../stores/output.ts';
import { startingOptions } from './defaults.ts';
import { FormPanel } from './form-panel.ts';

export const FORM_VIEW_TYPE = 'anndataConcat.form';

/** The forms that are open; there may be one for each set of stores. */
export class Forms implements vscode.WebviewPanelSerializer, vscode.Disposable {
  readonly #app: App;
  readonly #pictures: Pictures;
  readonly #open = new Set<FormPanel>();

  constructor(app: App, pictures: Pictures) {
    this.#app = app;
    this.#pictures = pictures;
  }

  /** Opens a form for these stores, or shows the one that is open for them. */
  async open(stores: readonly string[]): Promise<void> {
    const known = [...this.#open].find((form) => form.hasInputs(stores));
    if (known !== undefined) {
      known.reveal();
      return;
    }
    this.#create(await newDraft(stores));
  }

  /** Opens a form with all that a request says. */
  openRequest(request: ConcatRequest): void {
    this.#create(toDraft(request));
  }

  #create(draft: Draft): void {
    const { Active } = vscode.ViewColumn;
    const title = vscode.l10n.t('Concatenate');
    const panel = vscode.window.createWebviewPanel(FORM_VIEW_TYPE, title, Active);
    this.#take(panel, draft);
  }

  /** Takes over a form that VS Code restores, with the draft that it kept as its state. */
  async deserializeWebviewPanel(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const draft = draftSchema.safeParse(state);
    this.#take(panel, draft.success ? draft.data : await newDraft([]));
  }

  #take(panel: vscode.WebviewPanel, draft: Draft): void {
    const form = new FormPanel(this.#app, this.#pictures, panel, draft);
    this.#open.add(form);
    panel.onDidDispose(() => {
      this.#open.delete(form);
      form.dispose();
    });
  }

  dispose(): void {
    for (const form of this.#open) form.dispose();
    this.#open.clear();
  }
}

async function newDraft(stores: readonly string[]): Promise<Draft> {
  const keys = proposeKeys(stores, []);
  const first = stores[0];
  return {
    inputs: stores.map((path, position) => ({ path, key: keys[position] ?? '' })),
    output: first === undefined ? '' : await proposeOutput(first),
    options: startingOptions(),
  };
}
