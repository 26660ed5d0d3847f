import type * as z from 'zod';

/** What a schema has against a value, in one line: `options.memory: Too small; output: …`. */
export const describeIssues = ({ issues }: z.ZodError): string =>
  issues
    .map(({ path, message }) => [path.map(String).join('.'), message].filter(Boolean).join(': '))
    .join('; ');
