import { readNames, withSuffix } from '../names.ts';
import type { Utf8Array } from '../../store/utf8.ts';
import { Utf8Dictionary } from '../../store/utf8-dictionary.ts';
import { Utf8Hashes } from '../../store/utf8-hashes.ts';
import { frames, type Scope } from './scope.ts';

/** Bytes that looking for one name takes: the text of those that may be repeated, hashes and slots. */
const BYTES_PER_NAME = 64;

/**
 * Warns of names that the result repeats along the concatenation axis, which anndata allows. Looked
 * for while all names fit the memory given; a larger result is not worth the wait.
 */
export async function warnOfDuplicates(scope: Scope, memory: number): Promise<void> {
  const { draft, indexUnique, axis } = scope;
  const total = frames(scope, axis).reduce((sum, frame) => sum + frame.rows, 0);
  if (total * BYTES_PER_NAME > memory) return;
  const hashes = new Utf8Hashes(total);
  for await (const names of namesOf(scope)) hashes.addAll(names);
  if (!hashes.hasRepeated) return;
  // Only names of one hash can be equal.
  const dictionary = new Utf8Dictionary();
  const repeated = new Set<number>();
  let seen = 0;
  for await (const names of namesOf(scope)) {
    for (const id of dictionary.addAll(names.take(hashes.repeatedIn(names)))) {
      if (id < seen) repeated.add(id);
      else seen = id + 1;
    }
  }
  if (repeated.size === 0) return;
  const examples = [...repeated].slice(0, 5).map((id) => dictionary.at(id));
  const fixes = indexUnique === null ? [{ options: { indexUnique: '-' } }] : [];
  draft.findings.add('C022', { elem: axis, count: repeated.size, examples, fixes });
}

/** The names of the result, of one input after another. */
async function* namesOf(scope: Scope): AsyncGenerator<Utf8Array> {
  const { inputs, keys, indexUnique, blockBytes, signal, axis } = scope;
  for (const [i, { index }] of frames(scope, axis).entries()) {
    for await (const names of readNames(inputs, i, index, blockBytes, signal)) {
      yield indexUnique === null ? names : withSuffix(names, `${indexUnique}${keys[i] ?? ''}`);
    }
  }
}
