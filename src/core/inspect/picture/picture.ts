import type { Picture, PictureQuery } from '../../../shared/picture.ts';
import { Inputs } from '../../concat/inputs.ts';
import { summariseColumn } from './column.ts';
import { summariseEmbedding } from './embedding.ts';
import { summariseOverlap } from './overlap.ts';
import { summariseSparsity } from './sparsity.ts';

/**
 * What a picture of stores is drawn from. Reads names, columns and matrices in blocks, so that it
 * takes little memory however large the stores are; only names are held, as planning does.
 * @throws StoreNotFoundError, StoreUnreadableError, NotAnnDataError, ElemUnreadableError,
 *   ElemUnsupportedError, CancelledError
 */
export async function summarisePicture(
  query: PictureQuery,
  context: { readonly signal?: AbortSignal | undefined; readonly onStep?: () => void } = {},
): Promise<Picture> {
  const inputs = new Inputs('stores' in query ? query.stores : [query.store]);
  const { signal, onStep = () => undefined } = context;
  const reading = { inputs, signal, onStep };
  try {
    switch (query.kind) {
      case 'overlap':
        return await summariseOverlap(reading, query);
      case 'sparsity':
        return await summariseSparsity(reading);
      case 'column':
        return await summariseColumn(reading, query);
      case 'embedding':
        return await summariseEmbedding(reading, query);
    }
  } finally {
    await inputs.close();
  }
}
