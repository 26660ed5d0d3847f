import { ElemUnreadableError, ElemUnsupportedError } from '../../errors.ts';
import type { GroupNode } from '../../store/store.ts';
import { integersAttr, stringAttr } from '../attrs.ts';
import type { AwkwardElem, OtherElem } from '../elem.ts';
import { parseForm } from './form.ts';
import { typeString } from './type-string.ts';

/**
 * An `awkward-array` of encoding-version 0.1.0: its type and length, at the cost of two attributes.
 * @throws ElemUnreadableError when it has no form or length, or the form is none
 */
export function readAwkward(group: GroupNode): AwkwardElem | OtherElem {
  const { path } = group;
  const text = stringAttr(group.attrs, 'form');
  const [length] = integersAttr({ length: [group.attrs['length'] ?? null] }, 'length') ?? [];
  if (text === undefined || length === undefined || length < 0) {
    const missing = text === undefined ? 'form' : 'length';
    throw new ElemUnreadableError({ elem: path, reason: `it has no attribute «${missing}»` });
  }
  try {
    const form = parseForm(path, text);
    return { encoding: 'awkward-array', path, form, type: typeString(form), shape: [length] };
  } catch (error) {
    if (!(error instanceof ElemUnsupportedError)) throw error;
    return { encoding: 'unsupported', path, name: error.reason ?? 'awkward-array' };
  }
}
