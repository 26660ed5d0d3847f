import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import * as z from 'zod';
import { optionsSchema } from './options.ts';
import { concatInputSchema, TOOL_INPUTS } from './tools.ts';

const manifestSchema = z.object({
  contributes: z.object({
    languageModelTools: z.array(z.object({ name: z.string(), inputSchema: z.unknown() })),
  }),
});

it('has the JSON schemas that package.json contributes', async () => {
  const file = new URL('../../package.json', import.meta.url);
  const manifest = manifestSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  const contributed = manifest.contributes.languageModelTools.map(
    ({ name, inputSchema }) => [name, inputSchema] as const,
  );
  const own = Object.entries(TOOL_INPUTS).map(([name, schema]) => {
    const { $schema: _, ...rest } = z.toJSONSchema(schema, {
      io: 'input',
      target: 'draft-7',
      override: ({ jsonSchema }) => {
        delete jsonSchema.readOnly;
      },
    });
    return [name, rest] as const;
  });
  expect(contributed).toEqual(own);
});

it('takes defaults for options that a model leaves out, and refuses what is unknown', () => {
  const input = { inputs: [{ path: 'a.h5ad' }], output: 'o.h5ad' };
  expect(concatInputSchema.parse(input).options).toEqual(optionsSchema.parse({}));
  expect(concatInputSchema.safeParse({ ...input, options: { joint: 'x' } }).success).toBe(false);
});
