import * as vscode from 'vscode';
import type * as z from 'zod';
import type { App } from '../app.ts';
import { type PageName, webviewPage } from './page.ts';

/** A page of ours, and who listens to it. */
interface Shown<Message> {
  readonly name: PageName;
  /** Of all that the page may say. */
  readonly messages: z.ZodType<Message>;
  readonly receive: (message: Message) => Promise<void>;
}

/** Shows a page in a webview. Until what is answered is disposed of, it is listened to. */
export function showPage<Message>(
  { extensionUri, log }: App,
  webview: vscode.Webview,
  { name, messages, receive }: Shown<Message>,
): vscode.Disposable {
  const root = vscode.Uri.joinPath(extensionUri, 'dist', 'webview');
  webview.options = { enableScripts: true, localResourceRoots: [root] };
  const listening = webview.onDidReceiveMessage((data: unknown) => {
    const message = messages.safeParse(data);
    if (message.success) void receive(message.data);
    else log.error(`the page of a ${name} said something unknown: ${message.error.message}`);
  });
  webview.html = webviewPage(webview, root, name);
  return listening;
}

/** The icon of a panel, which is in `media` for light and for dark themes. */
export function panelIcon({ extensionUri }: App, name: PageName) {
  const icon = (theme: string): vscode.Uri =>
    vscode.Uri.joinPath(extensionUri, 'media', `${name}-${theme}.svg`);
  return { light: icon('light'), dark: icon('dark') };
}
