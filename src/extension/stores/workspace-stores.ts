import * as vscode from 'vscode';

/** More than anybody looks through in a list. */
const LIMIT = 500;

/** The stores in the folders of the workspace, by path. */
export async function storesOfWorkspace(): Promise<readonly string[]> {
  const [files, metadata] = await Promise.all([
    vscode.workspace.findFiles('**/*.h5ad', undefined, LIMIT),
    vscode.workspace.findFiles('**/*.zarr/{.zgroup,zarr.json}', undefined, LIMIT),
  ]);
  const folders = metadata.map((uri) => vscode.Uri.joinPath(uri, '..'));
  const stores = [...files, ...folders].filter((uri) => uri.scheme === 'file');
  // A store inside of a store is an element of it.
  const outer = stores.filter(
    (uri) => !folders.some((folder) => uri.path.startsWith(`${folder.path}/`)),
  );
  return [...new Set(outer.map((uri) => uri.fsPath))].sort((a, b) => a.localeCompare(b));
}
