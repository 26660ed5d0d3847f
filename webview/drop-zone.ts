/** Where VS Code, a file manager and a text put what is being dragged, best first. */
const TYPES = ['application/vnd.code.uri-list', 'text/uri-list', 'text/plain'];

/** Takes lines that are dropped on, or pasted into, an element: URIs, URLs or paths. */
export function acceptTexts(element: HTMLElement, take: (texts: readonly string[]) => void): void {
  const mark = (isOver: boolean): void => {
    element.classList.toggle('drop-target', isOver);
  };
  element.addEventListener('dragover', (event) => {
    event.preventDefault();
    mark(true);
  });
  element.addEventListener('dragleave', () => {
    mark(false);
  });
  element.addEventListener('drop', (event) => {
    event.preventDefault();
    mark(false);
    const { dataTransfer } = event;
    const text = TYPES.map((type) => dataTransfer?.getData(type) ?? '').find((data) => data !== '');
    if (text !== undefined) take(linesOf(text));
  });
  element.addEventListener('paste', (event) => {
    const lines = linesOf(event.clipboardData?.getData('text/plain') ?? '');
    // One line is left to the field that it is pasted into, to be looked at.
    if (lines.length < 2 && event.target instanceof Element && isField(event.target)) return;
    if (lines.length === 0) return;
    event.preventDefault();
    take(lines);
  });
}

const isField = (element: Element): boolean =>
  element.matches('vscode-text-field, input, textarea');

/** The lines that say something; `#` begins a comment in a list of URIs. */
export const linesOf = (text: string): readonly string[] =>
  text
    .split(/[\r\n]+/u)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
