import { printable, type Explanation } from '../shared/words/index.ts';

export { explainFailure } from '../shared/words/index.ts';

/**
 * Text for a notification. VS Code turns `[text](command:…)` in it into a link, so that a file of
 * such a name could offer to run a command: the brackets are kept apart.
 */
export const plainMessage = (text: string): string => printable(text).replaceAll('](', '] (');

/** Text for a list, where `$(name)` would be shown as an icon. */
export const plainLabel = (text: string): string => printable(text).replaceAll('$(', '\\$(');

/** What, where, why and what to do, in one line. */
export function formatFailure({ what, where, why, todo }: Explanation): string {
  const place = where === '' ? what : `${what.replace(/\.$/u, '')}: ${where}.`;
  return [place, why, todo].filter((part) => part !== '').join(' ');
}
