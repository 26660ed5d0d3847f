import type { Buffer, Layout } from './layout.ts';

/** All stored buffers that a layout reads. */
export function buffersOf(layout: Layout): readonly Buffer[] {
  const contents =
    'contents' in layout ? layout.contents : 'content' in layout ? [layout.content] : [];
  return [...ownBuffers(layout), ...contents.flatMap(buffersOf)];
}

function ownBuffers(layout: Layout): readonly Buffer[] {
  switch (layout.kind) {
    case 'empty':
    case 'regular':
    case 'record':
    case 'unmasked':
      return [];
    case 'bit-masked':
      return [layout.buffer];
    case 'numpy':
    case 'list':
    case 'indexed':
    case 'byte-masked':
      return layout.chunks.flatMap((chunk) => ('buffer' in chunk ? [chunk.buffer] : []));
    case 'union':
      return layout.chunks.flatMap((chunk) =>
        chunk.kind === 'stored' ? [chunk.tags, chunk.index] : [],
      );
  }
}
