import path from 'node:path';
import type { StoreSink } from '../../src/core/store/store.ts';
import type { ZarrVersion } from '../../src/core/store/zarr/write/metadata.ts';
import { createZarr } from '../../src/core/store/zarr/write/sink.ts';
import { inFolder } from '../hdf5/tools.ts';

/** Gives a new Zarr store to `use`, and closes it on every path. */
export async function withSink(
  version: ZarrVersion,
  use: (sink: StoreSink, store: string) => Promise<void>,
): Promise<void> {
  await inFolder(async (folder) => {
    const store = path.join(folder, 'out.zarr');
    const sink = await createZarr(store, version);
    try {
      await use(sink, store);
    } finally {
      await sink.close();
    }
  });
}
