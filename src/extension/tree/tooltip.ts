import * as vscode from 'vscode';
import type { TreeNode } from '../../shared/tree.ts';
import { formatBytes, formatCount, formatShape, printable } from '../../shared/words/index.ts';

/** All particulars of an element, as a table. */
export function tooltipOf(node: TreeNode): vscode.MarkdownString {
  const tooltip = new vscode.MarkdownString();
  tooltip.appendMarkdown('**');
  tooltip.appendText(printable(node.path));
  tooltip.appendMarkdown('**\n\n|   |   |\n|:--|:--|\n');
  for (const [name, value] of particulars(node)) {
    tooltip.appendMarkdown(`| ${name} | ${cell(value)} |\n`);
  }
  return tooltip;
}

function particulars(node: TreeNode): readonly (readonly [name: string, value: string])[] {
  const all: readonly (readonly [string, string | null])[] = [
    [vscode.l10n.t('encoding'), node.encoding],
    [vscode.l10n.t('dtype'), node.dtype],
    [vscode.l10n.t('shape'), node.shape === null ? null : formatShape(node.shape)],
    [vscode.l10n.t('stored entries'), node.nnz === null ? null : formatCount(node.nnz)],
    [vscode.l10n.t('categories'), node.categories === null ? null : formatCount(node.categories)],
    [vscode.l10n.t('ordered'), node.ordered === true ? vscode.l10n.t('yes') : null],
    [vscode.l10n.t('chunks'), node.chunks === null ? null : formatShape(node.chunks)],
    [vscode.l10n.t('filters'), node.filters.length === 0 ? null : node.filters.join(', ')],
    [
      vscode.l10n.t('size'),
      node.bytes === null ? null : vscode.l10n.t('{0} before compression', formatBytes(node.bytes)),
    ],
    [vscode.l10n.t('value'), node.value],
    [vscode.l10n.t('problem'), node.problem],
  ];
  return all.flatMap(([name, value]) => (value === null ? [] : [[name, value] as const]));
}

/** Text from a file as text in a Markdown table: escaped by VS Code, in one line, without bars. */
function cell(text: string): string {
  const escaped = new vscode.MarkdownString().appendText(printable(text)).value;
  return escaped.replaceAll('|', '\\|').replaceAll(/\s+/gu, ' ');
}
