import type { Form } from '../../anndata/awkward/form.ts';
import type { Layout } from './layout.ts';

/** The form in which a layout is written: 64-bit indices, and nodes numbered as awkward numbers them. */
export function formOf(layout: Layout): Form {
  let nodes = 0;
  const visit = (node: Layout): Form => {
    const own = { parameters: node.parameters, key: `node${nodes++}` };
    switch (node.kind) {
      case 'empty':
        return { kind: 'empty', ...own };
      case 'numpy':
        return { kind: 'numpy', dtype: node.dtype, ...own };
      case 'list':
        return { kind: 'list', offsets: 'int64', content: visit(node.content), ...own };
      case 'regular':
        return { kind: 'regular', size: node.size, content: visit(node.content), ...own };
      case 'record':
        return { kind: 'record', fields: node.fields, contents: node.contents.map(visit), ...own };
      case 'indexed': {
        const { isOption, content } = node;
        return { kind: 'indexed', isOption, index: 'int64', content: visit(content), ...own };
      }
      case 'byte-masked': {
        const { validWhen, content } = node;
        return { kind: 'byte-masked', validWhen, content: visit(content), ...own };
      }
      case 'bit-masked': {
        const { validWhen, lsbOrder, content } = node;
        return { kind: 'bit-masked', validWhen, lsbOrder, content: visit(content), ...own };
      }
      case 'unmasked':
        return { kind: 'unmasked', content: visit(node.content), ...own };
      case 'union':
        return { kind: 'union', index: 'int64', contents: node.contents.map(visit), ...own };
    }
  };
  return visit(layout);
}
