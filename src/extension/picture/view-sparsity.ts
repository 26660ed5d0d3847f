import * as vscode from 'vscode';
import type { PictureOf, QueryOf } from '../../shared/picture.ts';
import type { View } from '../../shared/picture-view.ts';
import { formatCount, formatShape, printable } from '../../shared/words/index.ts';
import { altOf, namesOf, percent } from './words.ts';

export function viewSparsity(
  { stores }: QueryOf<'sparsity'>,
  { stores: matrices }: PictureOf<'sparsity'>,
): View {
  const names = namesOf(stores);
  const present = matrices.filter((matrix) => matrix !== null);
  const isWhole = present.every(({ shape: [rows], rowsRead }) => rows === rowsRead);
  const sum = (of: (matrix: (typeof present)[number]) => number): number =>
    present.reduce((total, matrix) => total + of(matrix), 0);
  const entries = sum((matrix) => matrix.entries);
  const cells = sum(cellsRead);
  return {
    title: vscode.l10n.t('Sparsity of X'),
    subtitle: vscode.l10n.t('{0} stores', formatCount(stores.length)),
    facts: [
      { name: vscode.l10n.t('Entries'), value: formatCount(entries) },
      { name: vscode.l10n.t('Of all values'), value: percent(entries, cells) },
    ],
    choices: [],
    figures: [
      {
        title: vscode.l10n.t('Entries of X by Store'),
        alt: altOf(vscode.l10n.t('Bar chart')),
        note: [
          vscode.l10n.t(
            'Entries are those that a sparse X stores, and of a dense X the values that are not zero.',
          ),
          isWhole
            ? ''
            : vscode.l10n.t(
                'Of large dense matrices some rows were read, chosen at equal distances.',
              ),
        ]
          .filter(Boolean)
          .join(' '),
        chart: {
          kind: 'bars',
          axis: vscode.l10n.t('share of all values'),
          isShare: true,
          bars: matrices.map((matrix, i) => ({
            name: names[i] ?? '',
            value: matrix === null ? 0 : matrix.entries / Math.max(1, cellsRead(matrix)),
            words:
              matrix === null ? vscode.l10n.t('no X') : percent(matrix.entries, cellsRead(matrix)),
          })),
        },
        table: {
          head: [
            vscode.l10n.t('Store'),
            vscode.l10n.t('Entries'),
            vscode.l10n.t('Share'),
            vscode.l10n.t('X'),
            vscode.l10n.t('Shape'),
            ...(isWhole ? [] : [vscode.l10n.t('Rows read')]),
          ],
          rows: matrices.map((matrix, i) => ({
            cells: [names[i] ?? '', ...cellsOf(matrix), ...(isWhole ? [] : [rowsOf(matrix)])],
          })),
        },
      },
    ],
  };
}

type Matrix = PictureOf<'sparsity'>['stores'][number];

const cellsRead = ({ shape: [, columns], rowsRead }: NonNullable<Matrix>): number =>
  rowsRead * columns;

function cellsOf(matrix: Matrix): readonly string[] {
  if (matrix === null) return ['–', '–', vscode.l10n.t('none'), '–'];
  const { entries, encoding, shape } = matrix;
  return [
    formatCount(entries),
    percent(entries, cellsRead(matrix)),
    printable(encoding),
    formatShape(shape),
  ];
}

const rowsOf = (matrix: Matrix): string => (matrix === null ? '–' : formatCount(matrix.rowsRead));
