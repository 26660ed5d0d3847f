import {
  Button,
  Checkbox,
  Dropdown,
  Option,
  ProgressRing,
  provideVSCodeDesignSystem,
  Radio,
  RadioGroup,
  TextField,
  vsCodeButton,
  vsCodeCheckbox,
  vsCodeDropdown,
  vsCodeOption,
  vsCodeProgressRing,
  vsCodeRadio,
  vsCodeRadioGroup,
  vsCodeTextField,
} from '@vscode/webview-ui-toolkit';
import { h, icon } from './dom.ts';

/**
 * The controls of the form. This is the only module that knows the component library, which is no
 * longer maintained: another one is a matter of this file alone.
 */
provideVSCodeDesignSystem().register(
  vsCodeButton(),
  vsCodeCheckbox(),
  vsCodeDropdown(),
  vsCodeOption(),
  vsCodeProgressRing(),
  vsCodeRadio(),
  vsCodeRadioGroup(),
  vsCodeTextField(),
);

export interface Control<Value> {
  readonly element: HTMLElement;
  readonly set: (value: Value) => void;
}

export interface Choice {
  readonly value: string;
  readonly text: string;
}

/** @param describedBy id of the help text */
interface ControlOptions<Value> {
  readonly label: string;
  readonly describedBy: string;
  readonly onChange: (value: Value) => void;
}

function create<T extends HTMLElement>(tag: string, type: abstract new () => T): T {
  const element = document.createElement(tag);
  if (element instanceof type) return element;
  throw new Error(`${tag} is not registered`);
}

/** The library puts the parts of a control in place one frame after it is connected, or two. */
function whenRendered(act: () => void): void {
  requestAnimationFrame(() => requestAnimationFrame(act));
}

export function createButton(
  text: string,
  appearance: 'primary' | 'secondary',
  onClick: () => void,
): { readonly element: HTMLElement; readonly setDisabled: (disabled: boolean) => void } {
  const button = create('vscode-button', Button);
  button.appearance = appearance;
  button.append(text);
  button.addEventListener('click', onClick);
  return {
    element: button,
    setDisabled: (disabled) => {
      button.disabled = disabled;
    },
  };
}

/** A button that is only a codicon; `label` is its name for screen readers and its tooltip. */
export function createIconButton(
  codicon: string,
  label: string,
  disabled: boolean,
  onClick: () => void,
): HTMLElement {
  const button = create('vscode-button', Button);
  button.appearance = 'icon';
  button.setAttribute('aria-label', label);
  button.title = label;
  button.disabled = disabled;
  button.append(icon(codicon));
  button.addEventListener('click', onClick);
  return button;
}

export interface TextControl extends Control<string> {
  readonly setInvalid: (invalid: boolean) => void;
}

/** @param help also read by screen readers, since ids do not reach into the library's shadow trees */
export function createTextField(options: {
  readonly label: string;
  readonly isLabelHidden?: boolean;
  readonly help: string;
  readonly placeholder?: string;
  readonly onChange: (value: string) => void;
}): TextControl {
  const field = create('vscode-text-field', TextField);
  if (options.isLabelHidden !== true) field.append(options.label);
  if (options.placeholder !== undefined) field.placeholder = options.placeholder;
  field.addEventListener('input', () => {
    options.onChange(field.value);
  });
  whenRendered(() => {
    // The library names it itself when it is connected.
    field.setAttribute('aria-label', options.label);
    field.control.setAttribute('aria-description', options.help);
    field.control.spellcheck = false;
  });
  return {
    element: field,
    set: (value) => {
      if (field.value !== value) field.value = value;
    },
    setInvalid: (invalid) => {
      field.setAttribute('aria-invalid', String(invalid));
    },
  };
}

export function createCheckbox(options: ControlOptions<boolean>): Control<boolean> {
  const box = create('vscode-checkbox', Checkbox);
  box.append(options.label);
  box.setAttribute('aria-describedby', options.describedBy);
  let last = false;
  box.addEventListener('change', () => {
    // It also tells of what was set by the program.
    if (box.checked === last) return;
    last = box.checked;
    options.onChange(last);
  });
  return {
    element: box,
    set: (value) => {
      last = value;
      box.checked = value;
    },
  };
}

export function createRadios(
  options: ControlOptions<string> & { readonly choices: readonly Choice[] },
): Control<string> {
  const group = create('vscode-radio-group', RadioGroup);
  group.setAttribute('aria-label', options.label);
  group.setAttribute('aria-describedby', options.describedBy);
  group.append(h('label', { slot: 'label', 'aria-hidden': 'true' }, options.label));
  const radios = options.choices.map(({ value, text }) => {
    const radio = create('vscode-radio', Radio);
    radio.value = value;
    radio.append(text);
    return radio;
  });
  group.append(...radios);
  let last = '';
  group.addEventListener('change', () => {
    if (group.value === last || group.value === '') return;
    last = group.value;
    options.onChange(last);
  });
  return {
    element: group,
    set: (value) => {
      last = value;
      group.value = value;
    },
  };
}

export function createDropdown(
  options: ControlOptions<string> & { readonly choices: readonly Choice[] },
): Control<string> {
  const dropdown = create('vscode-dropdown', Dropdown);
  dropdown.setAttribute('aria-label', options.label);
  dropdown.setAttribute('aria-describedby', options.describedBy);
  const add = ({ value, text }: Choice): void => {
    const option = create('vscode-option', Option);
    option.value = value;
    option.append(text);
    dropdown.append(option);
  };
  options.choices.forEach(add);
  const known = new Set(options.choices.map(({ value }) => value));
  let wanted = '';
  dropdown.addEventListener('change', () => {
    wanted = dropdown.value;
    options.onChange(wanted);
  });
  return {
    element: dropdown,
    set: (value) => {
      wanted = value;
      // A value that is valid but not offered, from a fix or an older form.
      if (!known.has(value)) add({ value, text: value });
      known.add(value);
      whenRendered(() => {
        dropdown.value = wanted;
      });
    },
  };
}

export function createProgressRing(label: string): HTMLElement {
  const ring = create('vscode-progress-ring', ProgressRing);
  ring.setAttribute('aria-label', label);
  return ring;
}
