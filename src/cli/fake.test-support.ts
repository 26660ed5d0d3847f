import type { PreparedConcat } from '../core/index.ts';
import type { Finding } from '../shared/finding.ts';
import type { ConcatRequest } from '../shared/options.ts';
import type { Leftover } from '../shared/leftover.ts';
import type { Plan } from '../shared/plan.ts';
import type { RunResult } from '../shared/progress.ts';
import type { TreeNode } from '../shared/tree.ts';
import type { Inspection } from '../core/inspect/inspection.ts';
import type { Core, Io } from './io.ts';
import { runCli } from './program.ts';

/** For tests: the command line over a core that plans and writes nothing real. */

export const result: RunResult = {
  output: 'o.h5ad',
  nObs: 5,
  nVars: 2,
  bytes: 2048,
  seconds: 1.25,
};

export const warning: Finding = {
  code: 'C050',
  severity: 'warning',
  input: null,
  elem: null,
  facts: {},
  count: 1,
  examples: ['varm/PCs'],
  fixes: [{ options: { merge: 'same' } }],
};
export const error: Finding = {
  ...warning,
  code: 'C003',
  severity: 'error',
  facts: { input: 'a.h5ad' },
};

export const planOf = (request: ConcatRequest, findings: readonly Finding[]): Plan => ({
  kind: 'anndata-concat-plan',
  version: 1,
  request,
  output: { path: request.output, format: 'h5ad' },
  inputs: ['a\u001b[31m.h5ad', 'b.h5ad'].map((path, position) => ({
    key: String(position),
    path,
    format: 'h5ad',
    bytes: 1024,
    modified: 0,
    digest: 'd',
    nObs: 3,
    nVars: 2,
  })),
  result: { nObs: 5, nVars: 2 },
  elems: [
    {
      path: 'obs/louvain',
      encoding: 'categorical',
      dtype: 'string',
      shape: [5],
      action: 'convert',
      why: 'in-all',
      sources: [0, 1],
      categories: 4,
      ordered: true,
      bytes: 10,
    },
    {
      path: 'varm/PCs',
      encoding: 'array',
      dtype: 'float32',
      shape: [2, 50],
      action: 'drop',
      why: 'no-strategy',
      sources: [1],
      categories: null,
      ordered: null,
      bytes: 0,
    },
  ],
  findings: [...findings],
  estimate: { outputBytes: 4096, memoryBytes: 64 * 2 ** 20, freeBytes: null },
});

export const nodeOf = (path: string, more: Partial<TreeNode> = {}): TreeNode => ({
  path,
  name: path.split('/').at(-1) ?? '',
  encoding: 'array',
  dtype: 'float32',
  shape: [5, 2],
  nnz: null,
  categories: null,
  ordered: null,
  chunks: null,
  filters: [],
  bytes: 40,
  value: null,
  hasChildren: false,
  isIndex: false,
  problem: null,
  ...more,
});
export const group = { encoding: 'dict', dtype: null, shape: null, bytes: null, hasChildren: true };

/** The members of each group of the fake store. */
export const MEMBERS: Readonly<Record<string, readonly TreeNode[]>> = {
  '': [
    nodeOf('X', { chunks: [5, 1], filters: ['shuffle', 'gzip'] }),
    nodeOf('uns', group),
    nodeOf('bad', { ...group, problem: 'filter szip' }),
  ],
  uns: [nodeOf('uns/t\u0007', { dtype: 'string', shape: [], value: 'a\nb' })],
};

const inspectMembers: Inspection['inspect'] = (elem) => {
  const children = MEMBERS[elem] ?? [];
  return Promise.resolve({ node: nodeOf(elem, group), children, total: children.length });
};

export interface Fake {
  readonly findings?: readonly Finding[];
  readonly run?: PreparedConcat['run'];
  readonly inspect?: Inspection['inspect'];
  readonly leftovers?: readonly Leftover[];
}

/** One use of the command line, with what it printed and how often it closed its inputs. */
export class FakeCli {
  out = '';
  err = '';
  closed = 0;
  /** How often a store was opened to be looked at, and closed. */
  readonly looks = { opened: 0, closed: 0 };
  loaded = 0;
  readonly verified: { readonly store: string; readonly output: string; readonly full: boolean }[] =
    [];
  readonly deleted: string[] = [];
  readonly controller = new AbortController();

  /** Runs the command line; its words are those between the spaces. Returns the exit code. */
  run(line: string, fake: Fake = {}): Promise<number> {
    const io: Io = {
      out: (text) => {
        this.out += text;
        return Promise.resolve();
      },
      err: (text) => {
        this.err += text;
      },
      terminal: null,
      signal: this.controller.signal,
      exists: () => false,
    };
    return runCli(line.split(' ').filter(Boolean), io, () => {
      this.loaded += 1;
      return Promise.resolve(this.#core(fake));
    });
  }

  #core({
    findings = [],
    run = () => Promise.resolve(result),
    inspect = inspectMembers,
    leftovers = [],
  }: Fake): Core {
    const prepare = (request: ConcatRequest): Promise<PreparedConcat> =>
      Promise.resolve({
        plan: planOf(request, findings),
        run: (context, how) => {
          for (let done = 0; done <= 100; done += 1) {
            context?.onProgress?.({ phase: 'write', elem: 'X', done, total: 100 });
          }
          return run(context, how);
        },
        close: () => {
          this.closed += 1;
          return Promise.resolve();
        },
      });
    return {
      openInspection: () => {
        this.looks.opened += 1;
        const close = (): Promise<void> => {
          this.looks.closed += 1;
          return Promise.resolve();
        };
        return Promise.resolve({ inspect, close });
      },
      prepareConcat: prepare,
      prepareSaved: ({ request }, changes) =>
        prepare({ ...request, options: { ...request.options, ...changes } }),
      readPartsState: () => Promise.reject(new Error('it has no parts')),
      runPart: () => Promise.reject(new Error('it has no parts')),
      finishParts: () => Promise.reject(new Error('it has no parts')),
      listLeftovers: () => Promise.resolve(leftovers),
      deleteLeftover: ({ store }) => {
        this.deleted.push(store);
        return Promise.resolve('deleted');
      },
      verifyStore: (store, plan, { full }) => {
        this.verified.push({ store, output: plan.output.path, full });
        return Promise.resolve();
      },
    };
  }
}
