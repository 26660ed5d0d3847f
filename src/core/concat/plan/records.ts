import type { StoreFormat } from '../../../shared/options.ts';
import type { StructDType } from '../../store/dtype.ts';
import type { Part } from '../blueprint.ts';
import type { Findings } from './findings.ts';

/** Adds a finding for each elem whose records the format, as anndata writes and reads it, has not. */
export function checkRecords(
  parts: readonly Part[],
  format: StoreFormat,
  inputs: readonly string[],
  findings: Findings,
): void {
  if (format === 'h5ad') return;
  for (const part of parts) {
    if (part.kind !== 'copy' || part.elem.encoding !== 'rec-array') continue;
    const what = strangeIn(part.elem.dtype, format);
    if (what === null) continue;
    const facts = { encoding: `rec-array with ${what}, which ${format} cannot hold` };
    findings.add('C031', { input: inputs[part.input] ?? '', elem: part.path, facts });
  }
}

function strangeIn({ fields }: StructDType, format: StoreFormat): string | null {
  for (const { dtype, shape } of fields) {
    if (shape.length > 0) return 'lists in a field';
    if (dtype.kind !== 'struct') continue;
    const inner = format === 'zarr2' ? 'records in a field' : strangeIn(dtype, format);
    if (inner !== null) return inner;
  }
  return null;
}
