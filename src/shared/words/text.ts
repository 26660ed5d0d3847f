/** Pieces of sentences that the other modules of this folder share. */

/**
 * Characters that act on a terminal or turn the direction of text: names in files are written by
 * strangers, and must be seen, not obeyed.
 */
const ACTING = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu;

/** `text` with every acting character written as in JSON: `\u001b`, `\u202e`. */
export const printable = (text: string): string =>
  text.replace(
    ACTING,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

/** `1 name`, `1,234 names`. */
export const counted = (count: number, singular: string, plural = `${singular}s`): string =>
  `${formatCount(count)} ${count === 1 ? singular : plural}`;

/** An integer, as `1,234`, the same in every locale. */
export const formatCount = (count: number): string =>
  // What the engine knows of languages takes it more time to load than all that is written here.
  String(count).replace(/\B(?=(?:\d{3})+$)/gu, ',');

/** `a, b, c and 7 more`: some of `count` names; '' when there are none to show. */
export function listed(names: readonly string[], count: number | null): string {
  const shown = names.map(printable).join(', ');
  const hidden = (count ?? 0) - names.length;
  if (shown === '' || hidden <= 0) return shown;
  return `${shown} and ${formatCount(hidden)} more`;
}

/** `first`, put between the words around it, or '' when it is unknown. */
export const maybe = (before: string, value: string | undefined, after = ''): string =>
  value === undefined || value === '' ? '' : `${before}${value}${after}`;

/** Joins the sentences that are there. */
export const sentences = (...parts: readonly string[]): string =>
  parts.filter((part) => part !== '').join(' ');
