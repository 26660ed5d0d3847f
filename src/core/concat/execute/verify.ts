import type { Plan, PlanElem } from '../../../shared/plan.ts';
import type { Elem } from '../../anndata/elem.ts';
import { readElem } from '../../anndata/read-elem.ts';
import { OutputMismatchError, throwIfCancelled } from '../../errors.ts';
import { dtypeName } from '../../store/dtype.ts';
import { openStore } from '../../store/open.ts';
import { nodeAt } from '../inputs.ts';

/**
 * Reads the metadata of a finished store back and holds it against the plan: every elem is there
 * with the encoding, dtype, shape and categories that were promised.
 * @throws OutputMismatchError
 */
export async function verifyStore(
  path: string,
  plan: Plan,
  signal: AbortSignal | undefined,
): Promise<void> {
  const store = await openStore(path);
  try {
    for (const planned of plan.elems) {
      throwIfCancelled(signal);
      if (planned.action === 'drop') continue;
      const found = await readElem(await nodeAt(store, planned.path));
      const reason = mismatch(planned, found);
      if (reason !== null)
        throw new OutputMismatchError({ path: plan.output.path, elem: planned.path, reason });
    }
  } finally {
    await store.close();
  }
}

function mismatch(planned: PlanElem, found: Elem): string | null {
  const isGroup = ['anndata', 'raw', 'dict'].includes(planned.encoding);
  const encoding = isGroup ? 'dict' : planned.encoding;
  if (found.encoding !== encoding) return `${found.encoding} where ${encoding} was planned`;
  if (planned.shape !== null && 'shape' in found && planned.shape.join() !== found.shape.join()) {
    return `shape ${found.shape.join(' × ')} where ${planned.shape.join(' × ')} was planned`;
  }
  const dtype = dtypeOf(found);
  if (planned.dtype !== null && dtype !== null && planned.dtype !== dtype) {
    return `dtype ${dtype} where ${planned.dtype} was planned`;
  }
  if (found.encoding === 'categorical' && found.categories !== planned.categories) {
    return `${found.categories} categories where ${planned.categories ?? 0} were planned`;
  }
  return null;
}

function dtypeOf(elem: Elem): string | null {
  switch (elem.encoding) {
    case 'array':
    case 'csr_matrix':
    case 'csc_matrix':
      return elem.dtype;
    case 'categorical':
      return dtypeName(elem.categoriesDtype);
    case 'nullable-integer':
    case 'nullable-boolean':
    case 'nullable-string-array':
    case 'numeric-scalar':
    case 'string':
    case 'null':
      return dtypeName(elem.dtype);
    case 'string-array':
      return 'string';
    case 'awkward-array':
      return elem.type;
    case 'dataframe':
    case 'dict':
    case 'unsupported':
      return null;
  }
}
