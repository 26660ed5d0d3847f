import * as vscode from 'vscode';
import type { PictureOf, QueryOf } from '../../shared/picture.ts';
import type { Figure, View } from '../../shared/picture-view.ts';
import { formatCount } from '../../shared/words/index.ts';
import { altOf, namesOf, percent } from './words.ts';

/** Columns of the picture of names by stores; more are taken together. */
const MOST_STEPS = 50;

export function viewOverlap(
  { stores, names }: QueryOf<'overlap'>,
  { groups, shared, byStores, inner, outer }: PictureOf<'overlap'>,
): View {
  const labels = groupNames(namesOf(stores), groups);
  const axis = vscode.l10n.t('{0} names', names);
  return {
    title: vscode.l10n.t('Overlap of {0} names', names),
    subtitle: vscode.l10n.t('{0} stores', formatCount(stores.length)),
    facts: [
      { name: vscode.l10n.t('An inner join keeps'), value: namesText(inner) },
      { name: vscode.l10n.t('An outer join keeps'), value: namesText(outer) },
      { name: vscode.l10n.t('In one store only'), value: namesText(byStores[0] ?? 0) },
    ],
    choices: [
      {
        id: 'names',
        label: vscode.l10n.t('Names of'),
        value: names,
        choices: [
          { value: 'var', text: vscode.l10n.t('var, where obs are concatenated') },
          { value: 'obs', text: vscode.l10n.t('obs, where vars are concatenated') },
        ],
      },
    ],
    figures: [
      {
        title: vscode.l10n.t('Names That Two Stores Share'),
        alt: altOf(vscode.l10n.t('Heatmap')),
        note: groupNote(stores.length, groups),
        chart: { kind: 'heatmap', labels, counts: shared },
        table: {
          head: [vscode.l10n.t('Store'), ...labels],
          rows: labels.map((label, i) => ({
            cells: [label, ...(shared[i] ?? []).map(formatCount)],
          })),
        },
      },
      byStoresFigure(byStores, outer, axis),
    ],
  };
}

const namesText = (count: number): string => vscode.l10n.t('{0} names', formatCount(count));

/** `a.h5ad`, `a.h5ad and 11 more` */
const groupNames = (
  names: readonly string[],
  groups: PictureOf<'overlap'>['groups'],
): readonly string[] =>
  groups.map(({ stores }) => {
    const first = names[stores[0] ?? 0] ?? '';
    return stores.length === 1
      ? first
      : vscode.l10n.t('{0} and {1} more', first, formatCount(stores.length - 1));
  });

function groupNote(stores: number, groups: PictureOf<'overlap'>['groups']): string {
  if (groups.length === stores) return '';
  return groups.every(({ isAlike }) => isAlike)
    ? vscode.l10n.t('Stores that have the same names in the same order share a row.')
    : vscode.l10n.t(
        'There are too many stores for a row each: some share one, which counts the names that all of them have.',
      );
}

function byStoresFigure(byStores: readonly number[], outer: number, axis: string): Figure {
  const width = Math.ceil(byStores.length / MOST_STEPS);
  const steps = Array.from({ length: Math.ceil(byStores.length / width) }, (_, i) => {
    const from = i * width;
    const to = Math.min(from + width, byStores.length);
    const count = byStores.slice(from, to).reduce((sum, names) => sum + names, 0);
    const label = to - from === 1 ? formatCount(to) : `${formatCount(from + 1)}–${formatCount(to)}`;
    return { label, count };
  });
  // An inner join is the end of this road, an outer one its beginning.
  let kept = outer;
  const rows = steps.map(({ label, count }) => {
    const atLeast = kept;
    kept -= count;
    return { cells: [label, formatCount(count), formatCount(atLeast), percent(atLeast, outer)] };
  });
  return {
    title: vscode.l10n.t('Names by How Many Stores Have Them'),
    alt: altOf(vscode.l10n.t('Bar chart')),
    note: '',
    chart: {
      kind: 'steps',
      axis: vscode.l10n.t('stores that have a name'),
      labels: steps.map(({ label }) => label),
      countAxis: axis,
      counts: steps.map(({ count }) => count),
    },
    table: {
      head: [
        vscode.l10n.t('Stores'),
        vscode.l10n.t('Names in as many'),
        vscode.l10n.t('In as many or more'),
        vscode.l10n.t('Share'),
      ],
      rows,
    },
  };
}
