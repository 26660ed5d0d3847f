import type { StoreFormat } from '../../shared/options.ts';
import { encodeName } from './hdf5/write/member-name.ts';
import { createHdf5, reopenHdf5 } from './hdf5/write/sink.ts';
import type { AttrsInput, StoreSink } from './store.ts';
import { isZarrName } from './zarr/write/member-name.ts';
import { createZarr, reopenZarr } from './zarr/write/sink.ts';

/**
 * Creates a store of a format.
 * @param path must not exist
 * @param attrs of the root group
 * @throws OutputExistsError, OutputUnwritableError
 */
export function createStore(
  path: string,
  format: StoreFormat,
  attrs: AttrsInput = {},
): Promise<StoreSink> {
  switch (format) {
    case 'h5ad':
      return createHdf5(path, attrs);
    case 'zarr2':
      return createZarr(path, 2, attrs);
    case 'zarr3':
      return createZarr(path, 3, attrs);
  }
}

/**
 * Continues a store that an earlier process left.
 * @param saved what its checkpoints answered, in their order; one at least
 * @param attrs of the root group, as it was created with
 * @throws OutputUnwritableError when it is not what was left
 * @throws ZodError when the checkpoints are not of this format
 */
export function reopenStore(
  path: string,
  format: StoreFormat,
  attrs: AttrsInput,
  saved: readonly unknown[],
): Promise<StoreSink> {
  switch (format) {
    case 'h5ad':
      return reopenHdf5(path, saved);
    case 'zarr2':
      return reopenZarr(path, 2, attrs, saved);
    case 'zarr3':
      return reopenZarr(path, 3, attrs, saved);
  }
}

/** Whether a member of a group can have this name in a store of this format. */
export const isMemberName = (name: string, format: StoreFormat): boolean =>
  format === 'h5ad' ? encodeName(name) !== null : isZarrName(name);
