import { describe, expect, it } from 'vitest';
import { FINDING_CODES, findingSchema, type Finding, type FindingCode } from '../finding.ts';
import { explainFinding } from './finding.ts';

const codes = Object.keys(FINDING_CODES).filter(
  (code): code is FindingCode => code in FINDING_CODES,
);

const bare = (code: FindingCode): Finding => ({
  code,
  severity: FINDING_CODES[code],
  input: null,
  elem: null,
  facts: {},
  count: null,
  examples: [],
  fixes: [],
});

/** Every fact that a plan gives, so that a word which shows none of them can be told. */
const FACTS: Readonly<Partial<Record<FindingCode, Finding['facts']>>> = {
  C002: { reason: 'no obs' },
  C003: { input: 'a.h5ad' },
  C005: { reason: 'no such folder here' },
  C006: { needed: 3 * 1024 ** 3, free: 1024 ** 2 },
  C009: { format: 'h5ad', codec: 'zstd' },
  C011: { inputs: 17, keys: 13 },
  C020: { axis: 'var' },
  C021: { axis: 'var' },
  C031: { encoding: 'awkward-array', dtype: 'complex64' },
  C033: { filter: 'szip' },
  C034: { encodings: 'array, dataframe' },
  C035: { shapes: '2 × 3, 2 × 3 × 4' },
  C036: { reason: 'lengths differ' },
  C037: { format: 'zarr3' },
  C038: { chunk: 3 * 1024 ** 3, most: 1024 ** 2 },
  C040: { kinds: 'strings, integers' },
  C041: { from: 'int64', to: 'float64' },
  C043: { form: 'nullable-boolean' },
  C044: { fill: '300', dtype: 'uint8' },
  C060: { fill: '0' },
  C061: { bytes: 2048 },
  C062: { pid: 7, host: 'node1' },
};

describe.each(codes)('the words for %s', (code) => {
  it('are whole sentences even when no particulars are known', () => {
    const { what, where, why, todo } = explainFinding(bare(code));
    expect(what).toMatch(/^[A-Z].*\.$/u);
    for (const part of [why, todo]) expect(part).toMatch(/^$|^[A-Z].*\.$/u);
    expect([what, why, todo].join('\n')).not.toMatch(
      /undefined|null| {2}| [.,:](?!h5ad|zarr)|: ?\.| \(\)/u,
    );
    expect(where).toBe('');
  });

  it('tell all particulars', () => {
    const facts = FACTS[code] ?? {};
    const { what, why, todo } = explainFinding({ ...bare(code), facts });
    const text = [what, why, todo].join('\n');
    for (const value of Object.values(facts)) {
      const isBytes = typeof value === 'number' && ['C006', 'C038', 'C061'].includes(code);
      expect(text).toContain(isBytes ? 'iB' : String(value));
    }
  });
});

describe('explainFinding', () => {
  it('names the cases, says how many more there are, and where', () => {
    const { what, where, todo } = explainFinding({
      ...bare('C020'),
      input: 'b.h5ad',
      elem: 'var',
      facts: { axis: 'var' },
      count: 1203,
      examples: ['TP53', 'MYC'],
    });
    expect(what).toBe('1,203 names of var occur more than once: TP53, MYC and 1,201 more.');
    expect(where).toBe('var of b.h5ad');
    expect(todo).toContain('var_names_make_unique()');
  });

  it('agrees with a single case', () => {
    const finding = { ...bare('C020'), facts: { axis: 'var' }, count: 1, examples: ['TP53'] };
    expect(explainFinding(finding).what).toBe('1 name of var occurs more than once: TP53.');
  });

  it('says of an input what is the matter with it', () => {
    const facts = { tag: 'NotAnnData', reason: 'no obs' };
    expect(explainFinding({ ...bare('C002'), facts }).why).toBe(
      'This is not an AnnData store. Reason: no obs.',
    );
    const onlyTag = { tag: 'StoreNotFound', reason: 'StoreNotFound' };
    expect(explainFinding({ ...bare('C002'), facts: onlyTag }).why).toBe('There is no such store.');
  });

  it.each([
    [['ENSG00000141510', 'TP53'], 'Ensembl ids and others gene symbols'],
    [['ENSMUSG00000059552.8', 'ENSMUSG00000059552'], 'version suffix and others without'],
    [['ENSG00000141510', 'ENSG00000136997'], ''],
    [['TP53', 'Trp53'], ''],
  ])('compares the forms of names: %j', (examples, hint) => {
    const { why } = explainFinding({ ...bare('C021'), examples });
    expect(why.includes('seem to use')).toBe(hint !== '');
    expect(why).toContain(hint);
  });

  it('shows bytes in units', () => {
    const finding = { ...bare('C006'), facts: { needed: 3 * 1024 ** 3, free: 5 * 1024 ** 2 } };
    expect(explainFinding(finding).why).toBe('The result may take up to 3 GiB. Free are 5 MiB.');
  });

  it('escapes what would act on a terminal', () => {
    const finding = { ...bare('C020'), input: 'a\u001b[2J.h5ad', examples: ['x\u202ey', 'l\nm'] };
    const { what, where } = explainFinding(finding);
    expect(where).toBe('a\\u001b[2J.h5ad');
    expect(what).toContain('x\\u202ey, l\\u000am');
  });
});

describe('findingSchema', () => {
  it('keeps a fix as it is: options that it does not name stay unnamed', () => {
    const finding: Finding = { ...bare('C021'), fixes: [{ options: { join: 'outer' } }] };
    expect(findingSchema.parse(finding)).toEqual(finding);
  });

  it('refuses a fix that is no change of options', () => {
    const finding = { ...bare('C021'), fixes: [{ options: { join: 'left' } }] };
    expect(findingSchema.safeParse(finding).success).toBe(false);
  });
});
