/**
 * The name of a member as UTF-8.
 * @returns null for what HDF5 takes for a path or cannot hold
 */
export function encodeName(name: string): Uint8Array | null {
  if (name === '' || name === '.' || name === '..' || /[/\0]/.test(name)) return null;
  const bytes = Buffer.from(name);
  // Half of a surrogate pair has no UTF-8, and two such names would be stored alike.
  return bytes.toString() === name ? bytes : null;
}
