import type { Hdf5File } from './file.ts';

/**
 * Address of the object header of the dataset at `path`; undefined when a link on the way may lead
 * out of the file, where the address would mean something else.
 * @throws Hdf5Error
 */
export function addressOf({ library, id }: Hdf5File, path: string): number | undefined {
  const names = path.split('/');
  for (let depth = 1; depth <= names.length; depth++) {
    const prefix = `/${names.slice(0, depth).join('/')}`;
    if (library.call((wasm) => wasm.get_symbolic_link(id, prefix)) !== null) return undefined;
    const external = library.call((wasm) => wasm.get_external_link(id, prefix));
    // An empty object is h5wasm's answer for a link that is not external.
    if (Object.keys(external).length > 0) return undefined;
  }
  const reference = Uint8Array.from(
    library.call((wasm) => wasm.create_object_reference(id, `/${path}`)),
  );
  const address = new DataView(reference.buffer).getBigUint64(0, true);
  return Number(address);
}
