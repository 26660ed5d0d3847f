import type { StoreFormat } from '../../shared/options.ts';
import { createHdf5 } from './hdf5/write/sink.ts';
import type { AttrsInput, StoreSink } from './store.ts';
import { createZarr } from './zarr/write/sink.ts';

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
