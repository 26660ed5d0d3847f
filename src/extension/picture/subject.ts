import type { TreeNode } from '../../shared/tree.ts';

/** Encodings of columns whose values can be counted or measured. */
const COLUMNS: readonly string[] = [
  'array',
  'string-array',
  'categorical',
  'nullable-integer',
  'nullable-boolean',
  'nullable-string-array',
];

/** What a picture can be drawn of an element, as the extension knows it: by its place and shape. */
export function subjectOf(node: TreeNode): 'column' | 'embedding' | null {
  const { path, encoding, shape, isIndex, problem } = node;
  if (problem !== null || shape === null || isIndex) return null;
  const isInTable = /^(obs|var|raw[/.]var)\/(?!__categories\/)/u.test(path);
  if (isInTable && shape.length === 1 && COLUMNS.includes(encoding)) return 'column';
  const isInMatrices = /^(obsm|varm)\//u.test(path);
  const isWide = shape.length === 2 && (shape[1] ?? 0) >= 2;
  return isInMatrices && isWide && encoding === 'array' ? 'embedding' : null;
}
