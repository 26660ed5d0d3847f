import * as assert from 'node:assert/strict';
import type * as vscode from 'vscode';
import { FormSession, type FormHost } from '../../src/extension/form/form-session.ts';
import { defaultDraftOptions, type Draft, type ToForm } from '../../src/shared/form.ts';
import type { Finding } from '../../src/shared/finding.ts';
import type { ConcatRequest } from '../../src/shared/options.ts';
import type { PictureQuery } from '../../src/shared/picture.ts';
import type { Plan } from '../../src/shared/plan.ts';
import type { StoreSummary } from '../../src/shared/tree.ts';
import { until } from './contributions.ts';

const draft: Draft = {
  inputs: [{ path: 'a.h5ad', key: 'a' }],
  output: 'o.h5ad',
  options: defaultDraftOptions(),
};
const error: Finding = {
  code: 'C004',
  severity: 'error',
  input: null,
  elem: null,
  facts: {},
  count: null,
  examples: [],
  fixes: [],
};

const planOf = (request: ConcatRequest, findings: readonly Finding[]): Plan => ({
  kind: 'anndata-concat-plan',
  version: 1,
  request,
  output: { path: request.output, format: 'h5ad' },
  inputs: [],
  result: { nObs: 1, nVars: 1 },
  elems: [],
  findings: [...findings],
  estimate: { outputBytes: 1, memoryBytes: 1, freeBytes: 1 },
});
const summaryOf = (path: string): StoreSummary => ({
  path,
  format: 'h5ad',
  generation: '0.8',
  bytes: 1,
  nObs: 1,
  nVars: 1,
  X: null,
  layers: [],
  obsm: [],
  hasMoreBytes: false,
  hasRaw: false,
});

/** A session whose surroundings are played; plans wait until they are let through. */
class Stage {
  readonly posted: ToForm[] = [];
  readonly ran: ConcatRequest[] = [];
  readonly saved: ConcatRequest[] = [];
  readonly shown: PictureQuery[] = [];
  readonly copied: string[] = [];
  readonly planning: {
    readonly token: vscode.CancellationToken | undefined;
    readonly finish: () => void;
  }[] = [];
  summaries = 0;
  findings: readonly Finding[] = [];
  isTrusted = true;
  readonly session = new FormSession(draft, {
    engine: {
      summarise: (path) => {
        this.summaries += 1;
        return Promise.resolve(summaryOf(path));
      },
      plan: (request, token) =>
        new Promise((resolve) => {
          const finish = (): void => {
            resolve(planOf(request, this.findings));
          };
          this.planning.push({ token, finish });
        }),
    },
    post: (message) => this.posted.push(message),
    isTrusted: () => this.isTrusted,
    askStores: () => Promise.resolve(['a.h5ad', 'dir/a.zarr']),
    askFolder: () => Promise.resolve(['dir/b.h5ad']),
    storesNamed: (texts) => Promise.resolve(texts),
    askOutput: (current) => Promise.resolve(`new-${current}`),
    saveRecipe: (request) => {
      this.saved.push(request);
      return Promise.resolve();
    },
    copy: (text) => {
      this.copied.push(text);
      return Promise.resolve();
    },
    showPicture: (query) => {
      this.shown.push(query);
      return Promise.resolve();
    },
    run: (request) => {
      this.ran.push(request);
      return Promise.resolve(true);
    },
    manageTrust: () => undefined,
  } satisfies FormHost);

  of<Type extends ToForm['type']>(type: Type): Extract<ToForm, { type: Type }>[] {
    return this.posted.filter((m): m is Extract<ToForm, { type: Type }> => m.type === type);
  }

  /** A change whose plan is there. */
  async planned(revision: number, changed: Draft = draft): Promise<void> {
    const change = this.session.receive({ type: 'change', revision, draft: changed });
    this.planning.at(-1)?.finish();
    await change;
  }
}

export const formSession = (): void => {
  suite('the session of a form', () => {
    let stage: Stage;
    setup(() => {
      stage = new Stage();
    });
    teardown(() => {
      stage.session.dispose();
    });

    test('hands its draft to a page that is ready, again after a reload', async () => {
      await stage.session.receive({ type: 'ready' });
      const changed = { ...draft, output: 'p.h5ad' };
      await stage.planned(1, changed);
      await stage.session.receive({ type: 'ready' });
      assert.deepEqual(
        stage.of('draft').map((message) => message.draft.output),
        ['o.h5ad', 'p.h5ad'],
      );
    });

    test('shows what its inputs have in common: the names that are joined', async () => {
      await stage.session.receive({ type: 'show-picture', kind: 'overlap' });
      assert.deepEqual(stage.shown, []);
      const inputs = [...draft.inputs, { path: 'b.h5ad', key: 'b' }];
      const stores = ['a.h5ad', 'b.h5ad'];
      await stage.planned(1, { ...draft, inputs });
      await stage.session.receive({ type: 'show-picture', kind: 'overlap' });
      await stage.planned(2, { ...draft, inputs, options: { ...draft.options, axis: 'var' } });
      await stage.session.receive({ type: 'show-picture', kind: 'overlap' });
      await stage.session.receive({ type: 'show-picture', kind: 'sparsity' });
      assert.deepEqual(stage.shown, [
        { kind: 'overlap', stores, names: 'var' },
        { kind: 'overlap', stores, names: 'obs' },
        { kind: 'sparsity', stores },
      ]);
    });

    test('answers each change with a plan of its revision', async () => {
      await stage.planned(1);
      await stage.planned(2);
      assert.deepEqual(
        stage.of('plan').map(({ revision }) => revision),
        [1, 2],
      );
    });

    test('reads the summaries of the rows that are in view, and of no others', async () => {
      const inputs = Array.from({ length: 1000 }, (_, n) => ({ path: `${n}.h5ad`, key: `${n}` }));
      await stage.planned(1, { ...draft, inputs });
      assert.equal(stage.summaries, 0);
      await stage.session.receive({ type: 'show-inputs', paths: ['0.h5ad', '1.h5ad'] });
      assert.deepEqual(
        stage.of('summary').map(({ summary }) => summary.path),
        ['0.h5ad', '1.h5ad'],
      );
    });

    test('adds the stores of a folder, and those that texts name', async () => {
      await stage.session.receive({ type: 'add-folder' });
      await stage.session.receive({ type: 'add-texts', texts: ['https://x.org/b.zarr'] });
      assert.deepEqual(stage.of('draft').at(-1)?.draft.inputs, [
        { path: 'a.h5ad', key: 'a' },
        { path: 'dir/b.h5ad', key: 'b' },
        { path: 'https://x.org/b.zarr', key: 'x.org/b' },
      ]);
    });

    test('cancels the plan that a newer change has overtaken, and never shows it', async () => {
      const first = stage.session.receive({ type: 'change', revision: 1, draft });
      const second = stage.session.receive({ type: 'change', revision: 2, draft });
      const [older, newer] = stage.planning;
      assert.ok(older !== undefined && newer !== undefined);
      assert.equal(older.token?.isCancellationRequested, true);
      assert.equal(newer.token?.isCancellationRequested, false);
      newer.finish();
      older.finish();
      await Promise.all([first, second]);
      assert.deepEqual(
        stage.of('plan').map(({ revision }) => revision),
        [2],
      );
    });

    test('plans nothing while a text is at fault', async () => {
      const changed = { ...draft, options: { ...draft.options, memory: 'much' } };
      await stage.session.receive({ type: 'change', revision: 1, draft: changed });
      assert.equal(stage.planning.length, 0);
    });

    test('adds stores that are not there yet, under keys of their own', async () => {
      await stage.session.receive({ type: 'add-inputs' });
      assert.deepEqual(stage.of('draft').at(-1)?.draft.inputs, [
        { path: 'a.h5ad', key: 'a' },
        { path: 'dir/a.zarr', key: 'dir/a' },
      ]);
    });

    test('saves and copies what was typed, unless a text is at fault', async () => {
      await stage.planned(1, { ...draft, output: 'p.h5ad' });
      await stage.session.receive({ type: 'save-recipe' });
      await stage.session.receive({ type: 'copy', as: 'command-line' });
      await stage.session.receive({ type: 'copy', as: 'python' });
      assert.equal(stage.saved[0]?.output, 'p.h5ad');
      assert.match(stage.copied[0] ?? '', /^anndata-concat concat --out p\.h5ad .*a=a\.h5ad/u);
      assert.match(stage.copied[1] ?? '', /ad\.concat\([\s\S]*write_h5ad\("p\.h5ad"\)/u);
      await stage.session.receive({ type: 'change', revision: 2, draft: { ...draft, output: '' } });
      await stage.session.receive({ type: 'save-recipe' });
      assert.equal(stage.saved.length, 1);
    });

    test('takes over the output that is chosen', async () => {
      await stage.session.receive({ type: 'choose-output' });
      assert.equal(stage.of('draft').at(-1)?.draft.output, 'new-o.h5ad');
    });

    test('runs the plan that is shown, once, and plans again', async () => {
      await stage.planned(1);
      const run = stage.session.receive({ type: 'run', revision: 1 });
      void stage.session.receive({ type: 'run', revision: 1 });
      await until(() => stage.planning.length === 2);
      stage.planning[1]?.finish();
      await run;
      assert.equal(stage.ran.length, 1);
      assert.equal(stage.ran[0]?.output, 'o.h5ad');
      assert.equal(stage.of('changed-inputs').length, 1);
      assert.deepEqual(
        stage.of('status').map(({ isRunning }) => isRunning),
        [true, false],
      );
    });

    test('plans what was changed during a run, once it has ended', async () => {
      await stage.planned(1);
      const run = stage.session.receive({ type: 'run', revision: 1 });
      const changed = { ...draft, output: 'p.h5ad' };
      const change = stage.session.receive({ type: 'change', revision: 2, draft: changed });
      await until(() => stage.planning.length === 3);
      for (const { finish } of stage.planning) finish();
      await Promise.all([run, change]);
      const last = stage.of('plan').at(-1);
      assert.deepEqual([last?.revision, last?.plan.request.output], [2, 'p.h5ad']);
    });

    for (const [name, prepare, revision] of [
      ['a plan that is not the one shown', () => undefined, 2],
      [
        'a plan with an error',
        () => {
          stage.findings = [error];
        },
        1,
      ],
      [
        'anything in a workspace that is not trusted',
        () => {
          stage.isTrusted = false;
        },
        1,
      ],
    ] as const) {
      test(`does not run ${name}`, async () => {
        prepare();
        await stage.planned(1);
        await stage.session.receive({ type: 'run', revision });
        assert.deepEqual(stage.ran, []);
      });
    }
  });
};
