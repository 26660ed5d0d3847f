import { readNames, withSuffix } from '../names.ts';
import { Utf8Dictionary } from '../../store/utf8-dictionary.ts';
import { frames, type Scope } from './scope.ts';

/** Bytes that looking for one name takes: its text, its hash and its slots. */
const BYTES_PER_NAME = 64;

/**
 * Warns of names that the result repeats along the concatenation axis, which anndata allows. Looked
 * for while all names fit the memory given; a larger result is not worth the wait.
 */
export async function warnOfDuplicates(scope: Scope, memory: number): Promise<void> {
  const { draft, inputs, keys, indexUnique, blockBytes, signal, axis } = scope;
  const all = frames(scope, axis);
  const total = all.reduce((sum, frame) => sum + frame.rows, 0);
  if (total * BYTES_PER_NAME > memory) return;
  const dictionary = new Utf8Dictionary();
  const repeated = new Set<number>();
  let seen = 0;
  for (const [i, frame] of all.entries()) {
    for await (const names of readNames(inputs, i, frame.index, blockBytes, signal)) {
      const suffix = indexUnique === null ? '' : `${indexUnique}${keys[i] ?? ''}`;
      for (const id of dictionary.addAll(withSuffix(names, suffix))) {
        if (id < seen) repeated.add(id);
        else seen = id + 1;
      }
    }
  }
  if (repeated.size === 0) return;
  const examples = [...repeated].slice(0, 5).map((id) => dictionary.at(id));
  const fixes = indexUnique === null ? [{ options: { indexUnique: '-' } }] : [];
  draft.findings.add('C022', { elem: axis, count: repeated.size, examples, fixes });
}
