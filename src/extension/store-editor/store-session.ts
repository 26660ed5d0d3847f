import type { ToStoreHost, ToStorePage } from '../../shared/store-page.ts';
import { explainFailure } from '../../shared/words/index.ts';
import { copyElemPath, copyElemPython } from '../commands/copy-elem.ts';
import type { Engine } from '../engine/client.ts';
import { toFailure } from '../engine/failure.ts';
import type { ElemEntry, StoreEntry } from '../tree/entry.ts';
import { membersOf, PAGE } from '../tree/members.ts';
import { formatFailure } from '../words.ts';
import { entryOf, trailOf } from './trail.ts';

export interface StoreHost {
  readonly engine: Pick<Engine, 'inspect'>;
  readonly post: (message: ToStorePage) => void;
  /** Asks the person for an element. */
  readonly askElem: (store: StoreEntry) => Promise<ElemEntry | undefined>;
}

/** Answers the page of one store. It keeps nothing, so that the page can be thrown away and come back. */
export class StoreSession {
  readonly #store: string;
  readonly #host: StoreHost;

  /** @param store path of the store */
  constructor(store: string, host: StoreHost) {
    this.#store = store;
    this.#host = host;
  }

  async receive(message: ToStoreHost): Promise<void> {
    switch (message.type) {
      case 'ready':
        this.#host.post({ type: 'store', path: this.#store });
        return;
      case 'open':
        await this.#open(message.request, message.elem, message.start);
        return;
      case 'copy': {
        const copy = message.as === 'path' ? copyElemPath() : copyElemPython();
        await copy(entryOf(this.#store, message.trail));
        return;
      }
      case 'find': {
        const found = await this.#host.askElem({ kind: 'store', store: this.#store });
        if (found !== undefined) this.#host.post({ type: 'show', trail: trailOf(found) });
        return;
      }
    }
  }

  async #open(request: number, elem: string, start: number): Promise<void> {
    try {
      const page = await membersOf(this.#host.engine, this.#store, elem, start);
      this.#host.post({ type: 'members', request, ...page, page: PAGE });
    } catch (error) {
      const what = formatFailure(explainFailure(toFailure(error)));
      this.#host.post({ type: 'unreadable', request, what });
    }
  }
}
