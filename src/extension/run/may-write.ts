import * as vscode from 'vscode';

/**
 * Whether anything may be written: not in a workspace that is not trusted, which the person is told.
 * Everything asks that writes for the person, since `enablement` in package.json only hides commands.
 */
export function mayWrite(): boolean {
  if (vscode.workspace.isTrusted) return true;
  void vscode.window.showErrorMessage(
    vscode.l10n.t('Nothing is written in a workspace that is not trusted.'),
  );
  return false;
}
