import type { Frame, FrameLocator, Page } from 'playwright-core';

/**
 * Has everything that a hostile name could get to run report itself: `ran('…')` in any frame of the
 * workbench, now and later.
 * @returns what has run so far
 */
export async function watchForScripts(page: Page): Promise<readonly unknown[]> {
  const ran: unknown[] = [];
  await page.exposeBinding('ran', (_, what: unknown) => {
    ran.push(what);
  });
  return ran;
}

export async function frameOf(content: FrameLocator): Promise<Frame> {
  const body = await content.locator('html').elementHandle();
  const frame = await body.ownerFrame();
  if (frame === null) throw new Error('the page has no frame');
  return frame;
}

/** The directives of a page's policy; the nonce and our own folder by these names. */
export async function policyOf(frame: Frame): Promise<Readonly<Record<string, string>>> {
  const policy = await frame
    .locator('meta[http-equiv="Content-Security-Policy"]')
    .getAttribute('content');
  return Object.fromEntries(
    (policy ?? '').split('; ').map((directive) => {
      const [name = '', ...sources] = directive
        .replaceAll(/'nonce-[\w+/=]+'/gu, 'NONCE')
        .replaceAll("'self' https://*.vscode-cdn.net", 'OURS')
        .split(' ');
      return [name, sources.join(' ')];
    }),
  );
}

/**
 * Puts into a page what a hostile name could be, as if it had become markup or code.
 * @returns directives of the policy that refused something, sorted
 */
export const attack = (frame: Frame): Promise<readonly string[]> =>
  frame.evaluate(async () => {
    const refused = new Set<string>();
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => {
      refused.add(effectiveDirective);
    });
    const place = document.body.appendChild(document.createElement('div'));
    place.innerHTML = `
      <img src="x" onerror="ran('handler of an image')">
      <img src="https://example.org/pixel.png">
      <svg onload="ran('handler of a drawing')"></svg>
      <details open ontoggle="ran('handler of details')"><summary></summary></details>
      <iframe srcdoc="<script>parent.ran('script of a frame')</script>"></iframe>
      <iframe src="https://example.org/" name="place"></iframe>
      <object data="https://example.org/x.svg"></object>
      <style>body { background-image: url(https://example.org/pixel.png) }</style>
      <link rel="stylesheet" href="https://example.org/style.css">
      <a id="code" href="javascript:ran('link')">x</a>
      <a id="command" href="command:workbench.action.closeAllEditors">x</a>
      <base href="https://example.org/">
      <form action="https://example.org/" target="place"></form>`;
    const script = (set: (element: HTMLScriptElement) => void): void => {
      const element = document.createElement('script');
      set(element);
      place.append(element);
    };
    script((element) => {
      element.textContent = `ran('inline script')`;
    });
    for (const address of [
      'https://example.org/script.js',
      `data:text/javascript,ran('script of data')`,
      URL.createObjectURL(new Blob([`ran('script of a blob')`])),
    ]) {
      script((element) => {
        element.src = address;
      });
    }
    const attempt = (action: () => unknown): Promise<unknown> =>
      // In a turn of its own: the debugger may evaluate where the page may not.
      new Promise((resolve) => {
        setTimeout(() => {
          try {
            resolve(action());
          } catch (error) {
            resolve(error);
          }
        });
      });
    await attempt(() => {
      globalThis.eval(`ran('eval')`);
    });
    await attempt(() => {
      const made: unknown = Reflect.construct(Function, [`ran('function')`]);
      if (made instanceof Function) Reflect.apply(made, null, []);
    });
    await attempt(() => Reflect.apply(setTimeout, globalThis, [`ran('timer')`]));
    await attempt(() => new Worker(`data:text/javascript,postMessage(1)`));
    await attempt(() => fetch('https://example.org/').catch(() => undefined));
    await attempt(() => new WebSocket('wss://example.org/'));
    await attempt(() => navigator.sendBeacon('https://example.org/', 'x'));
    await attempt(() => place.querySelector<HTMLElement>('#code')?.click());
    // As by the mouse: VS Code takes the click, and is asked to run the command.
    const click = { view: window, bubbles: true, composed: true, cancelable: true };
    await attempt(() =>
      place.querySelector('#command')?.dispatchEvent(new MouseEvent('click', click)),
    );
    await attempt(() => place.querySelector('form')?.submit());
    await new Promise((resolve) => setTimeout(resolve, 300));
    place.remove();
    return [...refused].sort();
  });
