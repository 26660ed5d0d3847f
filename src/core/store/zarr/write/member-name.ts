/** Names of Zarr's own metadata, of either version. */
const METADATA: ReadonlySet<string> = new Set([
  '.zarray',
  '.zattrs',
  '.zgroup',
  '.zmetadata',
  'zarr.json',
]);
/** Characters and endings that Windows refuses, or takes for something else. */
const NOT_ON_WINDOWS = /[<>:"|?*\p{Cc}]|[. ]$|^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/iu;

/**
 * Whether a member of a group can have this name, so that its folder is inside of the group's, is
 * not one of Zarr's own files, and has the very name.
 */
export function isZarrName(name: string, platform: NodeJS.Platform = process.platform): boolean {
  if (name === '' || /^\.+$/u.test(name) || METADATA.has(name)) return false;
  // zarr-python takes a backslash for a slash.
  if (/[/\\\0]/u.test(name)) return false;
  // Half of a surrogate pair has no UTF-8, and two such names would be stored alike.
  if (Buffer.from(name).toString() !== name) return false;
  return platform !== 'win32' || !NOT_ON_WINDOWS.test(name);
}
