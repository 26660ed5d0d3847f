import * as vscode from 'vscode';

/** More than anybody looks through in a list. */
const LIST_LIMIT = 500;
/** More than anybody concatenates. */
const FOLDER_LIMIT = 20_000;

/** The stores in the folders of the workspace, by path. */
export const storesOfWorkspace = (): Promise<readonly string[]> =>
  find((pattern) => vscode.workspace.findFiles(pattern, undefined, LIST_LIMIT));

/** The stores in a folder and the folders in it, by path. */
export const storesUnder = (folder: vscode.Uri): Promise<readonly string[]> =>
  find((pattern) =>
    vscode.workspace.findFiles(
      new vscode.RelativePattern(folder, pattern),
      undefined,
      FOLDER_LIMIT,
    ),
  );

async function find(
  search: (pattern: string) => Thenable<readonly vscode.Uri[]>,
): Promise<readonly string[]> {
  const [files, metadata] = await Promise.all([
    search('**/*.{h5ad,zarr.zip}'),
    search('**/*.zarr/{.zgroup,zarr.json}'),
  ]);
  const folders = metadata.map((uri) => vscode.Uri.joinPath(uri, '..'));
  const stores = [...files, ...folders].filter((uri) => uri.scheme === 'file');
  // A store inside of a store is an element of it.
  const known = new Set(folders.map((folder) => folder.path));
  const outer = stores.filter((uri) => !isInside(uri.path, known));
  return [...new Set(outer.map((uri) => uri.fsPath))].sort((a, b) => a.localeCompare(b));
}

/** Whether a folder above is one of these, at the cost of the depth of the path. */
function isInside(path: string, folders: ReadonlySet<string>): boolean {
  for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
    if (folders.has(path.slice(0, end))) return true;
  }
  return false;
}
