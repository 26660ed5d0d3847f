import type { ReadableDType } from '../../dtype.ts';

/** Whether a field has a name that HDF5 would cut or refuse, or one that another has. */
export function hasStrangeField(dtype: ReadableDType): boolean {
  if (dtype.kind !== 'struct') return false;
  const names = dtype.fields.map(({ name }) => name);
  return (
    names.length === 0 ||
    new Set(names).size < names.length ||
    names.some((name) => name === '' || name.includes('\0')) ||
    dtype.fields.some((field) => hasStrangeField(field.dtype))
  );
}
