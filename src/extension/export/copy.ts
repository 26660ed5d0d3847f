import * as vscode from 'vscode';

/** Milliseconds that the status bar says so. */
const SHOWN = 3000;

export async function copyText(text: string): Promise<void> {
  await vscode.env.clipboard.writeText(text);
  vscode.window.setStatusBarMessage('$(check) Copied', SHOWN);
}
