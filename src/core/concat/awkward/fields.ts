import type { Layout } from './layout.ts';
import { mergeMany } from './merge.ts';
import { simplified } from './merge-union.ts';

/** Names of the fields of the outermost records (`ak.fields`). */
export function fieldsOf(layout: Layout): readonly string[] {
  switch (layout.kind) {
    case 'empty':
    case 'numpy':
      return [];
    case 'record':
      return layout.fields ?? layout.contents.map((_, i) => String(i));
    case 'list':
    case 'regular':
    case 'indexed':
    case 'byte-masked':
    case 'bit-masked':
    case 'unmasked':
      return fieldsOf(layout.content);
    case 'union': {
      const [first = [], ...others] = layout.contents.map(fieldsOf);
      return first.filter((field) => others.every((fields) => fields.includes(field)));
    }
  }
}

/** The array with these fields only, in this order (`Content._getitem_fields`). */
export function withFields(layout: Layout, fields: readonly string[]): Layout {
  switch (layout.kind) {
    case 'empty':
    case 'numpy':
      return layout;
    case 'record': {
      const own = fieldsOf(layout);
      const contents = fields.flatMap((field) => layout.contents[own.indexOf(field)] ?? []);
      return { ...layout, fields: layout.fields && fields, contents, parameters: {} };
    }
    case 'list':
    case 'regular':
    case 'indexed':
    case 'byte-masked':
    case 'bit-masked':
    case 'unmasked':
      return { ...layout, content: withFields(layout.content, fields), parameters: {} };
    case 'union': {
      const contents = layout.contents.map((content) => withFields(content, fields));
      return simplified(layout.chunks, contents, {}, false, mergeMany);
    }
  }
}
