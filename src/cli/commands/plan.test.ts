import { beforeEach, describe, expect, it } from 'vitest';
import { planSchema } from '../../shared/plan.ts';
import { error, FakeCli, planOf, warning } from '../fake.test-support.ts';

let cli = new FakeCli();
beforeEach(() => {
  cli = new FakeCli();
});

describe('plan', () => {
  it('shows inputs, elements, what is dropped and why, findings and the estimate', async () => {
    expect(await cli.run('plan a b -o o.h5ad', { findings: [warning] })).toBe(0);
    expect(cli.out).toBe(`2 inputs → o.h5ad (h5ad, 5 × 2)

Inputs
  key  path              shape  format  size
  0    a\\u001b[31m.h5ad  3 × 2  h5ad    1 KiB
  1    b.h5ad            3 × 2  h5ad    1 KiB

Elements of the result
  element      encoding                  dtype   shape  from  action   why
  obs/louvain  categorical (4, ordered)  string  5      all   convert  every input has it

Not in the result
  element   encoding  dtype    shape   from  action  why
  varm/PCs  array     float32  2 × 50  1     drop    no merge strategy is set for it

Findings
  warning C050: 1 element of the inputs will not be in the result: varm/PCs.
    The plan tells the reason for each.
    Nothing, if you do not need them. Otherwise look at the options join, merge, uns-merge and pairwise.
    Fix: --merge same   Keep elements of the other axis by the strategy “same”.

Estimate
  At most 4 KiB to write, before compression; 64 MiB of memory for buffers.
`);
    expect(cli.err).toBe('');
  });

  it('gives the plan as JSON, also one with errors', async () => {
    expect(await cli.run('plan a b -o o.h5ad --json', { findings: [error] })).toBe(1);
    const plan = planSchema.parse(JSON.parse(cli.out));
    expect(plan).toEqual(planOf(plan.request, [error]));
    expect(cli.out).not.toContain('\u001b');
    expect(JSON.parse(cli.err)).toMatchObject({ type: 'failure', tag: 'PlanRefused' });
  });
});
