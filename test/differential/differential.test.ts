import { testCases } from './cases.ts';

// Set by tools/test-differential.mjs.
testCases({
  from: Number(process.env['DIFFERENTIAL_FROM'] ?? 0),
  count: Number(process.env['DIFFERENTIAL_SEEDS'] ?? 250),
  keep: process.env['DIFFERENTIAL_KEEP'],
});
