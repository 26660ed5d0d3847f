type Attributes = Readonly<Record<string, string | boolean>>;

/**
 * An element with attributes and children. Text becomes text nodes, never markup: names in stores
 * are written by strangers. A boolean sets or leaves out an attribute without a value.
 */
export function h<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  setAttributes(element, attributes);
  element.append(...children);
  return element;
}

export function setAttributes(element: Element, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'string') element.setAttribute(name, value);
    else element.toggleAttribute(name, value);
  }
}

/** A codicon; it says nothing to a screen reader, the text beside it does. */
export const icon = (name: string, more = ''): HTMLElement =>
  h('span', { class: `codicon codicon-${name} ${more}`.trim(), 'aria-hidden': 'true' });

/** A section with a heading that names it. */
export function section(
  title: string,
  className: string,
  ...children: readonly (Node | string)[]
): HTMLElement {
  return h('section', { class: className, 'aria-label': title }, h('h2', {}, title), ...children);
}
