/** What a theme says, for what is drawn on a canvas, which style sheets do not reach. */
export interface Colours {
  readonly background: string;
  readonly text: string;
  readonly dim: string;
  readonly grid: string;
  readonly bar: string;
  /** Around bars and cells, where the theme wants edges. */
  readonly edge: string | null;
  readonly tooltip: { readonly background: string; readonly text: string; readonly edge: string };
  readonly fontFamily: string;
  readonly fontSize: number;
  readonly isDark: boolean;
}

export function readColours(): Colours {
  const style = getComputedStyle(document.body);
  const of = (...names: readonly string[]): string => {
    const values = names.map((name) => style.getPropertyValue(`--vscode-${name}`).trim());
    return values.find((value) => value !== '') ?? style.color;
  };
  const { classList } = document.body;
  const edge = style.getPropertyValue('--vscode-contrastBorder').trim();
  return {
    background: of('editor-background'),
    text: of('foreground'),
    dim: of('descriptionForeground', 'foreground'),
    grid: of('contrastBorder', 'widget-border', 'panel-border', 'editorWidget-border'),
    bar: of('charts-blue'),
    edge: edge === '' ? null : edge,
    tooltip: {
      background: of('editorHoverWidget-background', 'editor-background'),
      text: of('editorHoverWidget-foreground', 'foreground'),
      edge: of('editorHoverWidget-border', 'contrastBorder'),
    },
    fontFamily: style.fontFamily,
    fontSize: Math.max(11, Number.parseFloat(style.fontSize) - 1),
    isDark:
      classList.contains('vscode-dark') ||
      (classList.contains('vscode-high-contrast') &&
        !classList.contains('vscode-high-contrast-light')),
  };
}

/** Calls back whenever the theme has changed. */
export function onThemeChange(act: () => void): void {
  const observer = new MutationObserver(act);
  observer.observe(document.body, { attributes: true, attributeFilter: ['class'] });
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['style'] });
}
