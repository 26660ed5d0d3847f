import type * as z from 'zod';

declare function acquireVsCodeApi(): {
  postMessage(message: unknown): void;
  setState(state: unknown): void;
  getState(): unknown;
};

/** The extension, on the other side of the page. */
export interface Host<Message, State> {
  post(message: Message): void;
  /** Keeps what the page is shown with again after it was hidden, or the window reloaded. */
  keep(state: State): void;
  /** What was kept. */
  readonly kept: unknown;
}

/** Says `ready`, and from then on hands over what the extension says. */
export function connect<Message, State, Received>(
  schema: z.ZodType<Received>,
  receive: (message: Received) => void,
): Host<Message | { readonly type: 'ready' }, State> {
  const api = acquireVsCodeApi();
  window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    const message = schema.safeParse(data);
    if (message.success) receive(message.data);
    else console.error('the extension said something unknown', message.error);
  });
  api.postMessage({ type: 'ready' });
  return {
    post: (message) => {
      api.postMessage(message);
    },
    keep: (state) => {
      api.setState(state);
    },
    kept: api.getState(),
  };
}
