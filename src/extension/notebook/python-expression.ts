import type { SyntaxNode, Tree } from '@lezer/common';
import { parser } from '@lezer/python';
import { pythonText } from './python-string.ts';

/** An expression of Python as far as calls with literal arguments need it. */
export type PyExpression =
  | { readonly kind: 'text'; readonly value: string }
  /** As written, with its sign. */
  | { readonly kind: 'number'; readonly value: string }
  | { readonly kind: 'constant'; readonly value: boolean | null }
  | { readonly kind: 'list'; readonly items: readonly PyExpression[] }
  | { readonly kind: 'dict'; readonly entries: readonly (readonly [PyExpression, PyExpression])[] }
  | PyCall
  /** Anything else, as it is written. */
  | { readonly kind: 'other'; readonly source: string };

export interface PyCall {
  readonly kind: 'call';
  /** `ad.concat` */
  readonly callee: string;
  readonly positional: readonly PyExpression[];
  readonly keywords: ReadonlyMap<string, PyExpression>;
}

/** Brackets within brackets: deeper than anyone writes, and shallow enough for the stack. */
const MAX_DEPTH = 64;

/** The calls of a program whose callee `isWanted`, in the order in which they end. */
export function callsIn(source: string, isWanted: (callee: string) => boolean): PyCall[] {
  const calls: PyCall[] = [];
  const tree: Tree = parser.parse(blankMagics(source));
  tree.iterate({
    enter: (at) => {
      if (at.name !== 'CallExpression') return;
      const callee = at.node.firstChild;
      if (callee === null || !isWanted(source.slice(callee.from, callee.to))) return;
      const call = readExpression(at.node, source, 0);
      if (call.kind === 'call') calls.push(call);
    },
  });
  return calls;
}

/** Lines for IPython, not Python, as blanks: places in the text stay the same. */
const blankMagics = (source: string): string =>
  source.replaceAll(/^[ \t]*[%!?].*$/gmu, (line) => ' '.repeat(line.length));

function readExpression(node: SyntaxNode, source: string, depth: number): PyExpression {
  const written = source.slice(node.from, node.to);
  const other = { kind: 'other', source: written } as const;
  if (depth > MAX_DEPTH) return other;
  switch (node.name) {
    case 'String':
    case 'ContinuedString': {
      const parts = node.name === 'String' ? [node] : childrenOf(node);
      const texts = parts.map(({ from, to }) => pythonText(source.slice(from, to)));
      return texts.some((text) => text === undefined)
        ? other
        : { kind: 'text', value: texts.join('') };
    }
    case 'Number':
      return { kind: 'number', value: written.replaceAll('_', '') };
    case 'UnaryExpression': {
      const value = written.replaceAll(/[\s_]/gu, '');
      return /^[-+][\d.]/u.test(value) ? { kind: 'number', value } : other;
    }
    case 'Boolean':
      return { kind: 'constant', value: written === 'True' };
    case 'None':
      return { kind: 'constant', value: null };
    case 'ParenthesizedExpression': {
      const inner = childrenOf(node).slice(1, -1);
      const [only] = inner;
      return only === undefined || inner.length > 1
        ? other
        : readExpression(only, source, depth + 1);
    }
    case 'ArrayExpression':
    case 'TupleExpression': {
      const items = groupsOf(node).map((group) => readGroup(group, source, depth));
      return { kind: 'list', items };
    }
    case 'DictionaryExpression':
      return readDict(node, source, depth) ?? other;
    case 'CallExpression':
      return readCall(node, source, depth) ?? other;
    default:
      return other;
  }
}

/** Several nodes between two commas are no expression that is understood: `*names`, a generator. */
function readGroup(group: readonly SyntaxNode[], source: string, depth: number): PyExpression {
  const [first] = group;
  const last = group.at(-1);
  if (first === undefined || last === undefined) return { kind: 'other', source: '' };
  return group.length === 1
    ? readExpression(first, source, depth + 1)
    : { kind: 'other', source: source.slice(first.from, last.to) };
}

function readDict(node: SyntaxNode, source: string, depth: number): PyExpression | undefined {
  const entries: (readonly [PyExpression, PyExpression])[] = [];
  for (const [key, colon, ...value] of groupsOf(node)) {
    if (key === undefined || colon?.name !== ':') return undefined;
    entries.push([readGroup([key], source, depth), readGroup(value, source, depth)]);
  }
  return { kind: 'dict', entries };
}

function readCall(node: SyntaxNode, source: string, depth: number): PyCall | undefined {
  const callee = node.firstChild;
  const list = node.getChild('ArgList');
  if (callee === null || list === null) return undefined;
  const positional: PyExpression[] = [];
  const keywords = new Map<string, PyExpression>();
  for (const group of groupsOf(list)) {
    const [name, assign, ...value] = group;
    if (name?.name === 'VariableName' && assign?.name === 'AssignOp') {
      keywords.set(source.slice(name.from, name.to), readGroup(value, source, depth));
    } else {
      positional.push(readGroup(group, source, depth));
    }
  }
  return { kind: 'call', callee: source.slice(callee.from, callee.to), positional, keywords };
}

/** What is between the brackets and the commas of a node. */
function groupsOf(node: SyntaxNode): readonly (readonly SyntaxNode[])[] {
  const groups: SyntaxNode[][] = [[]];
  for (const child of childrenOf(node).filter(({ name }) => !'()[]{}'.includes(name))) {
    if (child.name === ',') groups.push([]);
    else groups.at(-1)?.push(child);
  }
  return groups.filter((group) => group.length > 0);
}

function childrenOf(node: SyntaxNode): readonly SyntaxNode[] {
  const children: SyntaxNode[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling) {
    if (child.name !== 'Comment') children.push(child);
  }
  return children;
}
