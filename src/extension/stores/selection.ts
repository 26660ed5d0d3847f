import * as vscode from 'vscode';

/**
 * The stores among what was selected, each once, in order. A menu's `when` clause sees only the
 * item that was clicked, so anything may be selected besides.
 */
export async function storesIn(uris: readonly vscode.Uri[]): Promise<readonly string[]> {
  const checked = await Promise.all(
    uris.map(async (uri) => ((await isStore(uri)) ? [uri.fsPath] : [])),
  );
  return [...new Set(checked.flat())];
}

/** An `.h5ad` file, a `.zarr` folder or its `.zarr.zip` archive, on a disk that the engine can reach. */
export async function isStore(uri: vscode.Uri): Promise<boolean> {
  const suffix = /\.(h5ad|zarr|zarr\.zip)$/iu.exec(uri.path)?.[1]?.toLowerCase();
  if (uri.scheme !== 'file' || suffix === undefined) return false;
  try {
    const { type } = await vscode.workspace.fs.stat(uri);
    const wanted = suffix === 'zarr' ? vscode.FileType.Directory : vscode.FileType.File;
    // A bit set: a link to a folder is a folder too.
    return (type & wanted) !== 0;
  } catch {
    // Gone since it was selected.
    return false;
  }
}
