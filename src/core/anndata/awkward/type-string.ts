import type { Form, Parameters } from './form.ts';

const IDENTIFIER = /^[A-Za-z_][A-Za-z_0-9]*$/u;
/** Parameters that have a notation of their own. */
const NOTED: ReadonlySet<string> = new Set(['__record__', '__categorical__']);
const ARRAYS: Readonly<Record<string, string>> = {
  string: 'string',
  bytestring: 'bytes',
  char: 'char',
  byte: 'byte',
  categorical: 'categorical',
};

/** The type of an awkward array's values in datashape notation, as `str(array.type.content)` gives it. */
export function typeString(form: Form): string {
  const others = parametersString(form.parameters);
  const isCategorical = form.kind === 'indexed' && form.parameters['__array__'] === 'categorical';
  switch (form.kind) {
    case 'empty':
      return 'unknown';
    case 'numpy':
      return textOf(form) ?? (others === null ? form.dtype : `${form.dtype}[${others}]`);
    case 'list': {
      const inner = `var * ${typeString(form.content)}`;
      return textOf(form) ?? (others === null ? inner : `[${inner}, ${others}]`);
    }
    case 'regular': {
      const text = textOf(form);
      if (text !== null) return `${text}[${form.size}]`;
      const inner = `${form.size} * ${typeString(form.content)}`;
      return others === null ? inner : `[${inner}, ${others}]`;
    }
    case 'record':
      return recordString(form, others);
    case 'indexed': {
      const inner = typeString(form.content);
      const content = isCategorical ? `categorical[type=${inner}]` : inner;
      return form.isOption ? optionString(form.content, content, others) : content;
    }
    case 'byte-masked':
    case 'bit-masked':
    case 'unmasked':
      return optionString(form.content, typeString(form.content), others);
    case 'union': {
      const contents = form.contents.map(typeString);
      return `union[${[...contents, ...(others === null ? [] : [others])].join(', ')}]`;
    }
  }
}

/** Name of a list of characters or bytes, or of its contents. */
function textOf({ parameters }: Form): string | null {
  const name = parameters['__array__'];
  return typeof name === 'string' ? (ARRAYS[name] ?? null) : null;
}

function optionString(content: Form, inner: string, others: string | null): string {
  if (others !== null) return `option[${inner}, ${others}]`;
  const isList =
    (content.kind === 'list' || content.kind === 'regular') && textOf(content) === null;
  return isList ? `option[${inner}]` : `?${inner}`;
}

function recordString(form: Form & { readonly kind: 'record' }, others: string | null): string {
  const contents = form.contents.map(typeString);
  const members =
    form.fields === null
      ? contents
      : form.fields.map((field, i) => {
          const name = IDENTIFIER.test(field) ? field : JSON.stringify(field);
          return `${name}: ${contents[i] ?? ''}`;
        });
  const name = form.parameters['__record__'];
  const inner = [...members, ...(others === null ? [] : [others])].join(', ');
  if (typeof name === 'string') return `${name}[${inner}]`;
  if (form.fields === null)
    return others === null ? `(${inner})` : `tuple[[${contents.join(', ')}], ${others}]`;
  return others === null ? `{${inner}}` : `struct[{${members.join(', ')}}, ${others}]`;
}

function parametersString(parameters: Parameters): string | null {
  const shown = Object.entries(parameters).filter(
    ([name, value]) =>
      value !== null &&
      !NOTED.has(name) &&
      !(name === '__array__' && typeof value === 'string' && value in ARRAYS),
  );
  if (shown.length === 0) return null;
  const pairs = shown.map(([name, value]) => `${JSON.stringify(name)}: ${JSON.stringify(value)}`);
  return `parameters={${pairs.join(', ')}}`;
}
