import type { Form, IndexType } from './form.ts';

const INDEX_NAMES: Readonly<Record<IndexType, string>> = {
  int8: 'i8',
  uint8: 'u8',
  int32: 'i32',
  uint32: 'u32',
  int64: 'i64',
};

/** A form as the attribute `form` has it (`Form.to_json`). */
export const formJson = (form: Form): string => JSON.stringify(nodeOf(form));

function nodeOf(form: Form): Readonly<Record<string, unknown>> {
  const own = { parameters: form.parameters, form_key: form.key };
  switch (form.kind) {
    case 'empty':
      return { class: 'EmptyArray', ...own };
    case 'numpy':
      return { class: 'NumpyArray', primitive: form.dtype, inner_shape: [], ...own };
    case 'list': {
      const offsets = INDEX_NAMES[form.offsets];
      return { class: 'ListOffsetArray', offsets, content: nodeOf(form.content), ...own };
    }
    case 'regular':
      return { class: 'RegularArray', size: form.size, content: nodeOf(form.content), ...own };
    case 'record': {
      const { fields, contents } = form;
      return { class: 'RecordArray', fields, contents: contents.map(nodeOf), ...own };
    }
    case 'indexed':
      return {
        class: form.isOption ? 'IndexedOptionArray' : 'IndexedArray',
        index: INDEX_NAMES[form.index],
        content: nodeOf(form.content),
        ...own,
      };
    case 'byte-masked':
      return {
        class: 'ByteMaskedArray',
        mask: 'i8',
        valid_when: form.validWhen,
        content: nodeOf(form.content),
        ...own,
      };
    case 'bit-masked':
      return {
        class: 'BitMaskedArray',
        mask: 'u8',
        valid_when: form.validWhen,
        lsb_order: form.lsbOrder,
        content: nodeOf(form.content),
        ...own,
      };
    case 'unmasked':
      return { class: 'UnmaskedArray', content: nodeOf(form.content), ...own };
    case 'union':
      return {
        class: 'UnionArray',
        tags: 'i8',
        index: INDEX_NAMES[form.index],
        contents: form.contents.map(nodeOf),
        ...own,
      };
  }
}
