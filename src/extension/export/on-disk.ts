import type { ConcatRequest } from '../../shared/options.ts';
import { pythonString } from './literal.ts';
import { parametersOf } from './python.ts';

/** The call of `concat_on_disk` with what the request says, as a program of Python. */
export function toConcatOnDisk(request: ConcatRequest): string {
  return [
    'from anndata.experimental import concat_on_disk',
    '',
    'concat_on_disk(',
    '    [',
    ...request.inputs.map(({ path }) => `        ${pythonString(path)},`),
    '    ],',
    `    ${pythonString(request.output)},`,
    ...parametersOf(request).map((parameter) => `    ${parameter},`),
    ')',
    '',
  ].join('\n');
}
