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

  /**
   * States a dense matrix that its fill value makes one of Python objects: without values it can be
   * stored, any other is an error (C044).
   */
  objects(
    path: string,
    shape: readonly number[],
    why: Why,
    sources: readonly number[],
    facts: { readonly fill: string; readonly dtype: string },
  ): void {
    if (!shape.includes(0)) {
      this.findings.add('C044', { elem: path, facts });
      return;
    }
    this.parts.push({ kind: 'no-objects', path, shape });
    this.elem(path, 'string-array', 'convert', why, sources, { dtype: 'string', shape });
  }

  /** A group of the result that exists in every AnnData store. */
  group(path: string, encoding: 'anndata' | 'dict' | 'raw'): void {
    this.parts.push({ kind: 'group', path, encoding });
    this.elem(path, encoding, 'create', 'structure', []);
  }
}
