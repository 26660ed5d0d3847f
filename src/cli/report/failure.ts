import type { Failure } from '../../shared/failure.ts';
import { explainFailure, printable } from '../../shared/words/index.ts';
import { toJsonLine } from './json.ts';

/** A failure as a person reads it; the stack only where the fault is ours. */
export function reportFailure(failure: Failure, json: boolean): string {
  const { what, where, why, todo } = explainFailure(failure);
  if (json) return toJsonLine({ type: 'failure', ...failure, words: { what, where, why, todo } });
  const first = `anndata-concat: ${where === '' ? '' : `${where}: `}${what}\n`;
  const detail = failure.tag === 'Internal' ? (failure.detail ?? '') : '';
  const more = [why, todo, ...detail.split('\n').map(printable)].filter((line) => line !== '');
  return first + more.map((line) => `  ${line}\n`).join('');
}
