const ENSEMBL = /^ENS[A-Z]{0,6}\d{6,}(\.\d+)?$/u;

/** What may keep names of genes from being equal, as a sentence; '' when nothing is to be seen. */
export function compareNameForms(names: readonly string[]): string {
  const ids = names.filter((name) => ENSEMBL.test(name));
  const versioned = ids.filter((name) => name.includes('.'));
  if (ids.length > 0 && ids.length < names.length) {
    return 'Some inputs seem to use Ensembl ids and others gene symbols.';
  }
  if (versioned.length > 0 && versioned.length < ids.length) {
    return 'Some inputs seem to use Ensembl ids with a version suffix and others without.';
  }
  return '';
}
