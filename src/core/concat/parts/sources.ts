import type { AltNames, SplitElem } from '../../../shared/parts.ts';
import { isMatrix, type MatrixElem } from '../../anndata/elem.ts';
import { PlanStaleError } from '../../errors.ts';
import { NUMERIC_DTYPES } from '../../store/dtype.ts';
import { Utf8Array } from '../../store/utf8.ts';
import { AltIndex } from '../alt-index.ts';
import type { Alignment, MatrixPart } from '../blueprint.ts';
import { checkFresh, checkSame } from '../fresh.ts';
import type { Inputs } from '../inputs.ts';
import { type AnnDataPart, type Manifest, readManifest } from '../manifest.ts';
import { parseFill } from '../matrix/fill.ts';
import { blockBytesOf } from '../plan/memory.ts';
import { isOfRaw } from './split.ts';
import type { SplitPlan } from './work-folder.ts';

/**
 * The matrices of a plan as far as a part needs them: it reads the metadata of those inputs alone
 * whose rows it writes.
 */
export class Sources {
  readonly #plan: SplitPlan;
  readonly #inputs: Inputs;
  readonly #signal: AbortSignal | undefined;
  readonly #manifests = new Map<number, Manifest>();

  constructor(plan: SplitPlan, inputs: Inputs, signal: AbortSignal | undefined) {
    this.#plan = plan;
    this.#inputs = inputs;
    this.#signal = signal;
  }

  /** @throws PlanStaleError when an input that was looked at has changed since the plan was made */
  async checkFresh(): Promise<void> {
    await checkFresh({ inputs: this.#plan.inputs.filter((_, i) => this.#manifests.has(i)) });
  }

  /**
   * A matrix of which the rows `[start, stop)` can be made.
   * @throws PlanStaleError when the inputs do not have what was planned, and what reading them throws
   */
  async matrix(split: SplitElem, start: number, stop: number): Promise<MatrixPart> {
    const { path, alignment, fillValue } = split;
    const { elems, request, inputs } = this.#plan;
    const planned = elems.find((elem) => elem.path === path);
    const dtype = NUMERIC_DTYPES.find((name) => name === planned?.dtype);
    const encoding = planned?.encoding === 'csr_matrix' ? 'csr_matrix' : 'array';
    if (planned?.shape == null || dtype === undefined) throw this.#stale(path);
    const names = this.#plan.parts.altNames.find(({ ofRaw }) => ofRaw === isOfRaw(path));
    const needsAll =
      alignment === 'columns' || this.#joinsAnew(split, names) || this.#isOwnAxis(path);
    let offset = 0;
    const parts: (AnnDataPart | null)[] = [];
    for (const [i, { nObs, nVars }] of inputs.entries()) {
      const length = request.options.axis === 'obs' ? nObs : nVars;
      const isUsed = needsAll || (offset < stop && offset + length > start);
      parts.push(isUsed ? await this.#part(i, path) : null);
      offset += length;
    }
    return {
      kind: 'matrix',
      path,
      encoding,
      dtype,
      shape: planned.shape,
      sources: parts.map((part) => (part === null ? null : this.#elemOf(part, path))),
      lengths: parts.map((part, i) => this.#lengthOf(part, i)),
      alignment: await this.#alignmentOf(split, names, parts),
      fill: parseFill(fillValue),
      maxElems: request.options.maxLoadedElems,
    };
  }

  #joinsAnew({ alignment }: SplitElem, names: AltNames | undefined): boolean {
    return alignment === 'rows' && names?.areSame !== true && names?.names == null;
  }

  /** Along var, raw has lengths of its own, which the plan does not tell. */
  #isOwnAxis(path: string): boolean {
    return isOfRaw(path) && this.#plan.request.options.axis === 'var';
  }

  #lengthOf(part: AnnDataPart | null, i: number): number {
    const { axis } = this.#plan.request.options;
    const input = this.#plan.inputs[i];
    return part?.[axis].rows ?? (axis === 'obs' ? input?.nObs : input?.nVars) ?? 0;
  }

  async #part(i: number, path: string): Promise<AnnDataPart> {
    const manifest =
      this.#manifests.get(i) ??
      (await this.#inputs.use(i, (store) => readManifest(store, { wholeUns: false })));
    this.#manifests.set(i, manifest);
    const planned = this.#plan.inputs[i];
    if (planned !== undefined) checkSame(planned, manifest);
    const part = isOfRaw(path) ? manifest.raw : manifest;
    if (part === null) throw this.#stale(path);
    return part;
  }

  #elemOf(part: AnnDataPart, path: string): MatrixElem | null {
    const [group = '', key] = splitOnce(isOfRaw(path) ? path.slice(4) : path);
    const mappings = { ...part, X: null };
    const elem =
      key === undefined ? part.X : ((isMapping(group) ? mappings[group].get(key) : null) ?? null);
    if (elem !== null && !isMatrix(elem)) throw this.#stale(path);
    return elem;
  }

  async #alignmentOf(
    { alignment }: SplitElem,
    names: AltNames | undefined,
    parts: readonly (AnnDataPart | null)[],
  ): Promise<Alignment> {
    if (alignment === 'positions' || alignment === 'diagonal') return { kind: alignment };
    if (names === undefined) throw this.#stale(alignment);
    if (names.areSame) return { kind: alignment, names: AltIndex.ofSame(names.length) };
    const { options } = this.#plan.request;
    const alt = options.axis === 'obs' ? 'var' : 'obs';
    const indexes = parts.map((part) => part?.[alt].index ?? null);
    const blockBytes = blockBytesOf(options.memory);
    const joined =
      names.names === null
        ? await AltIndex.join(
            this.#inputs,
            indexes.filter((index) => index !== null),
            options.join,
            blockBytes,
            this.#signal,
          )
        : await AltIndex.ofJoined(
            Utf8Array.from(names.names),
            this.#inputs,
            indexes,
            blockBytes,
            this.#signal,
          );
    return { kind: alignment, names: joined };
  }

  #stale(elem: string): PlanStaleError {
    return new PlanStaleError({
      path: this.#plan.output.path,
      elem,
      reason: 'it is no longer there',
    });
  }
}

const MAPPINGS = ['layers', 'obsm', 'varm', 'obsp', 'varp'] as const;
const isMapping = (name: string): name is (typeof MAPPINGS)[number] =>
  MAPPINGS.some((mapping) => mapping === name);

/** What is before and behind the first slash. */
function splitOnce(path: string): readonly string[] {
  const slash = path.indexOf('/');
  return slash < 0 ? [path] : [path.slice(0, slash), path.slice(slash + 1)];
}
