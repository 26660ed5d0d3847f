import path from 'node:path';
import * as vscode from 'vscode';
import { CATEGORY, type TreeNode } from '../../shared/tree.ts';
import {
  formatBytes,
  formatCount,
  formatDtype,
  formatShape,
  printable,
} from '../../shared/words/index.ts';
import { subjectOf } from '../picture/subject.ts';
import { idOf, type Entry, type PageEntry } from './entry.ts';
import { iconOf } from './icon.ts';
import { hasMembers } from './members.ts';
import { tooltipOf } from './tooltip.ts';

/** What VS Code shows of an entry. */
export function toItem(entry: Entry): vscode.TreeItem {
  const item = itemOf(entry);
  item.id = idOf(entry);
  return item;
}

function itemOf(entry: Entry): vscode.TreeItem {
  switch (entry.kind) {
    case 'store':
      return storeItem(entry.store);
    case 'elem':
      return elemItem(entry.node);
    case 'page':
      return pageItem(entry);
    case 'problem':
      return problemItem(entry.what);
  }
}

function storeItem(store: string): vscode.TreeItem {
  const { Collapsed } = vscode.TreeItemCollapsibleState;
  const item = new vscode.TreeItem(printable(path.basename(store)), Collapsed);
  const folder = path.dirname(vscode.workspace.asRelativePath(store));
  item.description = folder === '.' ? '' : printable(folder);
  item.accessibilityInformation = {
    label: vscode.l10n.t('{0}, AnnData store', printable(path.basename(store))),
  };
  item.tooltip = printable(store);
  item.iconPath = new vscode.ThemeIcon('database');
  item.contextValue = 'store';
  return item;
}

function elemItem(node: TreeNode): vscode.TreeItem {
  const { Collapsed, None } = vscode.TreeItemCollapsibleState;
  const name = printable(node.name);
  const item = new vscode.TreeItem(name, hasMembers(node) ? Collapsed : None);
  const description = describe(node);
  item.description = description;
  item.tooltip = tooltipOf(node);
  item.iconPath = iconOf(node);
  item.contextValue = node.encoding === CATEGORY ? CATEGORY : elemContext(node);
  item.accessibilityInformation = { label: [name, description].filter(Boolean).join(', ') };
  return item;
}

/** Menus offer a picture of what has one. */
function elemContext(node: TreeNode): string {
  const subject = subjectOf(node);
  return subject === null ? 'elem' : `elem.${subject}`;
}

function pageItem({ start, stop, total }: PageEntry): vscode.TreeItem {
  const label = `${formatCount(start + 1)} – ${formatCount(stop)}`;
  const item = new vscode.TreeItem(label, vscode.TreeItemCollapsibleState.Collapsed);
  const of = vscode.l10n.t('of {0}', formatCount(total));
  item.description = of;
  item.iconPath = new vscode.ThemeIcon('ellipsis');
  item.accessibilityInformation = { label: vscode.l10n.t('Elements {0}', `${label} ${of}`) };
  return item;
}

function problemItem(what: string): vscode.TreeItem {
  const item = new vscode.TreeItem(what);
  item.tooltip = what;
  item.iconPath = new vscode.ThemeIcon('error', new vscode.ThemeColor('errorForeground'));
  return item;
}

/** `float32 · 700 × 765 · 85,050 stored · 1.2 MiB`; of a scalar, its value. */
export function describe(node: TreeNode): string {
  if (node.problem !== null) return vscode.l10n.t('cannot be read');
  if (node.encoding === CATEGORY) return vscode.l10n.t('code {0}', node.value ?? '');
  if (node.value !== null) return printable(node.value);
  const parts = [
    describeCategories(node),
    formatDtype(node.dtype),
    formatShape(node.shape),
    node.nnz === null ? '' : vscode.l10n.t('{0} stored', formatCount(node.nnz)),
    node.bytes === null ? '' : formatBytes(node.bytes),
  ];
  return printable(parts.filter((part) => part !== '').join(' · '));
}

function describeCategories({ categories, ordered }: TreeNode): string {
  if (categories === null) return '';
  const count = formatCount(categories);
  return ordered === true
    ? vscode.l10n.t('{0} ordered categories', count)
    : vscode.l10n.t('{0} categories', count);
}
