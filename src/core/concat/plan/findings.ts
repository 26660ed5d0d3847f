import {
  FINDING_CODES,
  type Finding,
  type FindingCode,
  type Fix,
} from '../../../shared/finding.ts';

interface Particulars {
  readonly input?: string;
  readonly elem?: string;
  readonly facts?: Readonly<Record<string, string | number>>;
  readonly count?: number;
  readonly examples?: readonly string[];
  readonly fixes?: readonly Fix[];
}

/** Collects what a plan has to say about itself. */
export class Findings {
  readonly #list: Finding[] = [];

  add(code: FindingCode, particulars: Particulars = {}): void {
    this.#list.push({
      code,
      severity: FINDING_CODES[code],
      input: particulars.input ?? null,
      elem: particulars.elem ?? null,
      facts: particulars.facts ?? {},
      count: particulars.count ?? null,
      examples: (particulars.examples ?? []).slice(0, 5),
      fixes: particulars.fixes ?? [],
    });
  }

  get hasErrors(): boolean {
    return this.#list.some((finding) => finding.severity === 'error');
  }

  /** Errors first, then warnings, then remarks; in order of discovery within each. */
  get sorted(): readonly Finding[] {
    const rank = { error: 0, warning: 1, info: 2 };
    return this.#list.toSorted((a, b) => rank[a.severity] - rank[b.severity]);
  }
}
