import * as vscode from 'vscode';
import type { PictureQuery } from '../../shared/picture.ts';
import type { FromPicture, ToPicture } from '../../shared/picture-view.ts';
import type { Engine } from '../engine/client.ts';
import { toFailure } from '../engine/failure.ts';
import { toView } from './view.ts';
import { withChoice } from './view-embedding.ts';

export interface PictureHost {
  readonly engine: Pick<Engine, 'picture'>;
  readonly post: (message: ToPicture) => void;
}

/** What a picture shows: one query, whose answer is asked for again whenever it changes. */
export class PictureSession implements vscode.Disposable {
  readonly #host: PictureHost;
  #query: PictureQuery;
  #drawing: vscode.CancellationTokenSource | undefined;

  constructor(query: PictureQuery, host: PictureHost) {
    this.#query = query;
    this.#host = host;
  }

  get query(): PictureQuery {
    return this.#query;
  }

  async receive(message: FromPicture): Promise<void> {
    switch (message.type) {
      case 'ready':
        await this.draw();
        return;
      case 'choose':
        this.#query = chosen(this.#query, message.id, message.value);
        await this.draw();
        return;
    }
  }

  /** Reads the stores, again where that was done before. */
  async draw(): Promise<void> {
    this.dispose();
    const drawing = new vscode.CancellationTokenSource();
    this.#drawing = drawing;
    const query = this.#query;
    this.#host.post({ type: 'reading', query, words: vscode.l10n.t('Reading…') });
    try {
      const picture = await this.#host.engine.picture(query, drawing.token);
      if (this.#drawing !== drawing) return;
      this.#host.post({ type: 'view', view: toView(query, picture) });
    } catch (error) {
      if (this.#drawing !== drawing) return;
      this.#host.post({ type: 'failed', failure: toFailure(error) });
    } finally {
      drawing.dispose();
      if (this.#drawing === drawing) this.#drawing = undefined;
    }
  }

  dispose(): void {
    this.#drawing?.cancel();
    this.#drawing = undefined;
  }
}

function chosen(query: PictureQuery, id: string, value: string): PictureQuery {
  switch (query.kind) {
    case 'overlap':
      return value === 'obs' || value === 'var' ? { ...query, names: value } : query;
    case 'embedding':
      return withChoice(query, id, value);
    case 'column':
    case 'sparsity':
      return query;
  }
}
