import { NumberSink } from '../../number-sink.ts';
import type { ValuesBlock } from '../../store.ts';
import { Utf8Builder } from '../../utf8-builder.ts';
import { isBigEndian, type RecordLeaf } from './record-layout.ts';
import { appendFixed, textOf } from './strings.ts';

/** Collects the values of a leaf. */
export type LeafSink = NumberLeaf | TextLeaf;

interface NumberLeaf {
  readonly kind: 'numbers';
  readonly leaf: RecordLeaf;
  readonly add: (bytes: Uint8Array) => void;
  readonly build: () => ValuesBlock;
}
/** Those of variable length are elsewhere, and are for the caller to add. */
interface TextLeaf {
  readonly kind: 'fixed text' | 'text';
  readonly leaf: RecordLeaf;
  readonly strings: Utf8Builder;
  readonly add: (bytes: Uint8Array) => void;
  readonly build: () => ValuesBlock;
}

/**
 * @param records how many there will be
 * @param isNative whether numbers are in the order of the machine already
 */
export function leafSink(leaf: RecordLeaf, records: number, isNative = false): LeafSink {
  const { dtype, type, count } = leaf;
  if (dtype.kind !== 'string') {
    const numbers = new NumberSink(dtype, records * count, !isNative && isBigEndian(type));
    return {
      kind: 'numbers',
      leaf,
      add: (bytes) => {
        numbers.add(bytes);
      },
      build: () => numbers.build(),
    };
  }
  const strings = new Utf8Builder(records * count);
  return {
    kind: type.vlen ? 'text' : 'fixed text',
    leaf,
    strings,
    add: (bytes) => {
      appendFixed(strings, bytes, 0, bytes.length / type.size, type.size, type.strpad);
    },
    build: () => ({ kind: 'string', values: textOf(dtype, strings) }),
  };
}
