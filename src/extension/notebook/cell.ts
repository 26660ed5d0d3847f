import * as vscode from 'vscode';
import { mayWrite } from '../run/may-write.ts';

/** The selected cell of the notebook that is open in the active editor. */
export function activeCell(): vscode.NotebookCell | undefined {
  const editor = vscode.window.activeNotebookEditor;
  if (editor === undefined || editor.selection.isEmpty) return undefined;
  return editor.notebook.cellAt(editor.selection.start);
}

/** Inserts a cell of Python below the selected one and selects it; undone as any edit. */
export async function insertCell(text: string): Promise<void> {
  // Notebooks may be saved without being asked for.
  if (!mayWrite()) return;
  const editor = vscode.window.activeNotebookEditor;
  if (editor === undefined) {
    void vscode.window.showWarningMessage(vscode.l10n.t('Open a notebook first.'));
    return;
  }
  const position = editor.selection.end;
  const { Code } = vscode.NotebookCellKind;
  const cell = new vscode.NotebookCellData(Code, text.trimEnd(), 'python');
  const edit = new vscode.WorkspaceEdit();
  edit.set(editor.notebook.uri, [vscode.NotebookEdit.insertCells(position, [cell])]);
  if (!(await vscode.workspace.applyEdit(edit))) {
    void vscode.window.showErrorMessage(vscode.l10n.t('The notebook cannot be changed.'));
    return;
  }
  const selection = new vscode.NotebookRange(position, position + 1);
  editor.selection = selection;
  editor.revealRange(selection);
}
