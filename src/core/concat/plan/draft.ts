import type { Action, PlanElem, Why } from '../../../shared/plan.ts';
import type { Part } from '../blueprint.ts';
import { Findings } from './findings.ts';

interface Details {
  readonly dtype?: string;
  readonly shape?: readonly number[];
  readonly categories?: number;
  readonly ordered?: boolean;
  readonly bytes?: number;
}

/** A plan in the making: what is written, what is not, and what there is to say. */
export class Draft {
  readonly parts: Part[] = [];
  readonly elems: PlanElem[] = [];
  readonly findings = new Findings();

  /** States an elem of the result. */
  elem(
    path: string,
    encoding: string,
    action: Action,
    why: Why,
    sources: readonly number[],
    details: Details = {},
  ): void {
    this.elems.push({
      path,
      encoding,
      action,
      why,
      sources,
      dtype: details.dtype ?? null,
      shape: details.shape ?? null,
      categories: details.categories ?? null,
      ordered: details.ordered ?? null,
      bytes: details.bytes ?? 0,
    });
  }

  /** States an elem of the inputs that the result does not have. */
  drop(path: string, encoding: string, why: Why, sources: readonly number[]): void {
    this.elem(path, encoding, 'drop', why, sources);
  }

  /** A group of the result that exists in every AnnData store. */
  group(path: string, encoding: 'anndata' | 'dict' | 'raw'): void {
    this.parts.push({ kind: 'group', path, encoding });
    this.elem(path, encoding, 'create', 'structure', []);
  }
}
