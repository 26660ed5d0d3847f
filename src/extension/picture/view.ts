import type { Picture, PictureQuery } from '../../shared/picture.ts';
import type { View } from '../../shared/picture-view.ts';
import { viewColumn } from './view-column.ts';
import { viewEmbedding } from './view-embedding.ts';
import { viewOverlap } from './view-overlap.ts';
import { viewSparsity } from './view-sparsity.ts';

/**
 * What a person sees of the engine's answer, in words and numbers.
 * @throws TypeError when it is the answer to another query
 */
export function toView(query: PictureQuery, picture: Picture): View {
  if (query.kind === 'overlap' && picture.kind === 'overlap') return viewOverlap(query, picture);
  if (query.kind === 'sparsity' && picture.kind === 'sparsity') return viewSparsity(query, picture);
  if (query.kind === 'column' && picture.kind === 'column') return viewColumn(query, picture);
  if (query.kind === 'embedding' && picture.kind === 'embedding') {
    return viewEmbedding(query, picture);
  }
  throw new TypeError(`a picture of ${picture.kind} where ${query.kind} was asked for`);
}
