import { h } from './dom.ts';
import {
  createCheckbox,
  createDropdown,
  createRadios,
  createTextField,
  type Choice,
} from './toolkit.ts';

/** A control with its help text below. */
export interface Field<Value> {
  readonly element: HTMLElement;
  readonly set: (value: Value) => void;
}

export interface TextField extends Field<string> {
  /** Shows what is at fault with the text, or nothing. */
  readonly setIssue: (issue: string | undefined) => void;
}

let lastId = 0;
const newId = (): string => {
  lastId += 1;
  return `help-${lastId}`;
};

const helpText = (id: string, help: string): HTMLElement => h('p', { class: 'help', id }, help);

export function textField(
  label: string,
  help: string,
  placeholder: string,
  onChange: (value: string) => void,
): TextField {
  const control = createTextField({ label, help, placeholder, onChange });
  const issue = h('p', { class: 'issue', role: 'alert' });
  return {
    element: h('div', { class: 'field' }, control.element, issue, helpText(newId(), help)),
    set: control.set,
    setIssue: (text) => {
      control.setInvalid(text !== undefined);
      if (issue.textContent !== (text ?? '')) issue.textContent = text ?? '';
    },
  };
}

export function checkboxField(
  label: string,
  help: string,
  onChange: (value: boolean) => void,
): Field<boolean> {
  const id = newId();
  const control = createCheckbox({ label, describedBy: id, onChange });
  const element = h('div', { class: 'field' }, control.element, helpText(id, help));
  return { element, set: control.set };
}

export function radioField(
  label: string,
  help: string,
  choices: readonly Choice[],
  onChange: (value: string) => void,
): Field<string> {
  const id = newId();
  const control = createRadios({ label, describedBy: id, choices, onChange });
  const element = h('div', { class: 'field' }, control.element, helpText(id, help));
  return { element, set: control.set };
}

export function dropdownField(
  label: string,
  help: string,
  choices: readonly Choice[],
  onChange: (value: string) => void,
): Field<string> {
  const id = newId();
  const control = createDropdown({ label, describedBy: id, choices, onChange });
  const caption = h('span', { class: 'label', 'aria-hidden': 'true' }, label);
  const element = h('div', { class: 'field' }, caption, control.element, helpText(id, help));
  return { element, set: control.set };
}
