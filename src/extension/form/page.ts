import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';

/**
 * The page of the form. It may load its own script, style and icons and nothing else: no inline
 * script or style, no evaluation, no network.
 */
export function formPage(webview: vscode.Webview, root: vscode.Uri): string {
  const nonce = randomBytes(16).toString('base64');
  const uri = (name: string): string =>
    webview.asWebviewUri(vscode.Uri.joinPath(root, name)).toString();
  const policy = [
    `default-src 'none'`,
    `style-src ${webview.cspSource} 'nonce-${nonce}'`,
    `font-src ${webview.cspSource}`,
    `script-src 'nonce-${nonce}'`,
  ];
  return /* html */ `<!DOCTYPE html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="${policy.join('; ')}">
    <!-- Where the component library looks, to find out what the browser can do. -->
    <meta property="csp-nonce" content="${nonce}">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Concatenate AnnData Stores</title>
    <link rel="stylesheet" href="${uri('style.css')}">
  </head>
  <body>
    <script nonce="${nonce}" src="${uri('form.js')}"></script>
  </body>
</html>`;
}
