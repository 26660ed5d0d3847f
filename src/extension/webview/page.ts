import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';

/** Our pages, and what a browser calls each: fixed words, no text of a file. */
const TITLES = {
  form: 'Concatenate AnnData Stores',
  picture: 'AnnData Picture',
  store: 'AnnData Store',
} as const;

export type PageName = keyof typeof TITLES;

/**
 * A page with the script and the style of this name. It may load these, and icons, and nothing else:
 * no inline script or style, no evaluation, no network.
 * @param root the folder of the extension's package that holds both
 */
export function webviewPage(webview: vscode.Webview, root: vscode.Uri, name: PageName): string {
  const nonce = randomBytes(16).toString('base64');
  const uri = (file: string): string =>
    webview.asWebviewUri(vscode.Uri.joinPath(root, file)).toString();
  const policy = [
    `default-src 'none'`,
    `style-src ${webview.cspSource} 'nonce-${nonce}'`,
    `font-src ${webview.cspSource}`,
    `script-src 'nonce-${nonce}'`,
    // What the default does not stand for: where relative addresses and forms lead.
    `base-uri 'none'`,
    `form-action 'none'`,
  ];
  return /* html */ `<!DOCTYPE html>
<html lang="${escaped(vscode.env.language)}">
  <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="${policy.join('; ')}">
    <!-- Where the component library looks, to find out what the browser can do. -->
    <meta property="csp-nonce" content="${nonce}">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>${TITLES[name]}</title>
    <link rel="stylesheet" href="${uri(`${name}.css`)}">
  </head>
  <body${texts()}>
    <script nonce="${nonce}" src="${uri(`${name}.js`)}"></script>
  </body>
</html>`;
}

/** The texts of the language that VS Code is set to, where there are any but the English ones. */
function texts(): string {
  const bundle = vscode.l10n.bundle;
  return bundle === undefined ? '' : ` data-texts="${escaped(JSON.stringify(bundle))}"`;
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
