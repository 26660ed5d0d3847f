import { toFormSchema, type Draft, type ToForm, type ToHost } from '../src/shared/form.ts';

declare function acquireVsCodeApi(): {
  postMessage(message: unknown): void;
  setState(state: unknown): void;
};

/** The extension, on the other side of the page. */
export interface Host {
  post(message: ToHost): void;
  /** What VS Code hands to the extension when it restores the form. */
  keep(draft: Draft): void;
}

/** Says `ready`, and from then on hands over what the extension says. */
export function connect(receive: (message: ToForm) => void): Host {
  const api = acquireVsCodeApi();
  window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    const message = toFormSchema.safeParse(data);
    if (message.success) receive(message.data);
    else console.error('the extension said something unknown', message.error);
  });
  const host: Host = {
    post: (message) => {
      api.postMessage(message);
    },
    keep: (draft) => {
      api.setState(draft);
    },
  };
  host.post({ type: 'ready' });
  return host;
}
