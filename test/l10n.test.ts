import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';

const ROOT = path.resolve(import.meta.dirname, '..');
const sourcesIn = (folder: string) =>
  readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .map((name) => ({ name, text: readFileSync(path.join(ROOT, folder, name), 'utf8') }));
const sources = sourcesIn('src/extension');

/** Where VS Code shows what follows to a person: a literal there would be English for everybody. */
const SHOWN = [
  /\.show(?:Error|Warning|Information)Message\(\s*['"`]/u,
  /\b(?:title|openLabel|saveLabel|placeHolder|placeholder|prompt)(?::| =) (?!'AnnData Concat')['"]/u,
];

/** Words, and not names that a program knows: of classes and elements. */
const reads = (text: string): boolean =>
  !/^(?:codicon |figure |vscode-)/u.test(text) &&
  /[a-zA-Z]{2,}[:,]? +(?:[a-zA-Z]{2}|\$\{)|\} [a-zA-Z]{2,}|^[A-Z][a-z]|[a-z]…/u.test(text);

/**
 * Where a literal of a page is none that a person reads: what is imported, compared, thrown or told
 * to the console, what elements and their attributes are called, and the words of `l10n.t` itself.
 */
function isInternal(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isCallExpression(parent)) {
    const callee = parent.expression.getText();
    if (
      /^(?:l10n\.t|console\.\w+|.*\.(?:closest|querySelector)|.*\.(?:classList\.\w+|[sg]etPropertyValue))$/u.test(
        callee,
      )
    ) {
      return true;
    }
  }
  if (ts.isPropertyAssignment(parent)) return parent.name.getText() === 'class';
  return (
    ts.isImportDeclaration(parent) ||
    ts.isCaseClause(parent) ||
    ts.isNewExpression(parent) ||
    ts.isLiteralTypeNode(parent) ||
    (ts.isBinaryExpression(parent) && parent.operatorToken.getText() === '===') ||
    (ts.isBinaryExpression(parent) && /className$/u.test(parent.left.getText())) ||
    (ts.isConditionalExpression(parent) && isInternal(parent))
  );
}

/** What stands in a literal itself, without what AnnData calls its fields. */
function wordsOf(node: ts.StringLiteralLike | ts.TemplateExpression): string {
  const text = ts.isTemplateExpression(node)
    ? [node.head, ...node.templateSpans.map(({ literal }) => literal)]
        .map((part) => part.text)
        .join('${}')
    : node.text;
  return text.replaceAll(/\b(?:obs|var|obsm|varm|raw)\b/gu, '');
}

/** The literals of a program that a person would read in English, whatever their language is. */
function literalWords(name: string, text: string): readonly string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const isLiteral = ts.isStringLiteralLike(node) || ts.isTemplateExpression(node);
    if (isLiteral && !isInternal(node) && reads(wordsOf(node))) {
      found.push(`${name}: ${node.getText()}`);
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true));
  return found;
}

describe('localisation', () => {
  it('has every text of the extension in the bundle for translators', () => {
    const options = { cwd: ROOT, encoding: 'utf8' } as const;
    const { status, stderr } = spawnSync(process.execPath, ['tools/l10n.mjs', '--check'], options);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  it('misses no call whose text is put together or whose function is renamed', () => {
    for (const { name, text } of sources) {
      const calls = [
        ...text.matchAll(/\bl10n\b(?!\.bundle\b|\.t\(\s*'(?:[^'\\]|\\.)*',?\s*(?:\)|[\w`[.(]))/gu),
      ];
      expect(calls, name).toEqual([]);
    }
  });

  it('is asked for all that VS Code shows', () => {
    const literal = sources.filter(({ text }) => SHOWN.some((place) => place.test(text)));
    expect(literal.map(({ name }) => name)).toEqual([]);
  });

  it('is asked for all that pages show', () => {
    const pages = sourcesIn('webview');
    expect(pages.flatMap(({ name, text }) => literalWords(name, text))).toEqual([]);
    expect(literalWords('x.ts', "const x = [h('p', {}, 'Read me'), `${n} of ${m} left`];")).toEqual(
      ["x.ts: 'Read me'", 'x.ts: `${n} of ${m} left`'],
    );
  });

  it('is loaded by every page before its texts', () => {
    for (const page of ['form', 'picture', 'store']) {
      const text = readFileSync(path.join(ROOT, 'webview', `${page}.ts`), 'utf8');
      expect(/^import .*$/mu.exec(text)?.[0], page).toBe("import './l10n.ts';");
    }
  });

  it('has a text for each key of the manifest, and no other', () => {
    const read = (name: string): string => readFileSync(path.join(ROOT, name), 'utf8');
    const keys = [...read('package.json').matchAll(/"%([\w.]+)%"/gu)].map(([, key]) => key);
    const known = z.record(z.string(), z.string()).parse(JSON.parse(read('package.nls.json')));
    expect([...new Set(keys)].sort()).toEqual(Object.keys(known).sort());
  });
});
