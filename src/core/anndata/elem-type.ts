import { dtypeName, type ReadableDType } from '../store/dtype.ts';
import type { ArrayElem, ComplexArrayElem, Elem, RecArrayElem, StringArrayElem } from './elem.ts';

/** Type of the values of an elem that is one array. */
export function arrayType(
  elem: ArrayElem | ComplexArrayElem | RecArrayElem | StringArrayElem,
): ReadableDType {
  switch (elem.encoding) {
    case 'array':
      return { kind: 'numeric', name: elem.dtype };
    case 'complex-array':
      return { kind: 'complex', name: elem.dtype };
    case 'rec-array':
      return elem.dtype;
    case 'string-array':
      return { kind: 'string' };
  }
}

/** dtype of an elem's values as plans and trees name it; of a categorical's categories; null for groups. */
export function elemDtype(elem: Elem): string | null {
  switch (elem.encoding) {
    case 'array':
    case 'complex-array':
    case 'csr_matrix':
    case 'csc_matrix':
      return elem.dtype;
    case 'categorical':
      return dtypeName(elem.categoriesDtype);
    case 'nullable-integer':
    case 'nullable-boolean':
    case 'nullable-string-array':
    case 'rec-array':
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
