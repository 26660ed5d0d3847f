import { FAILURE_TAGS } from '../failure.ts';
import { maybe, printable } from './text.ts';

/** The operating system's codes that a user meets, in words. */
const SYSTEM_CODES: Readonly<Record<string, string>> = {
  EACCES: 'permission was denied',
  EBUSY: 'it is in use',
  EDQUOT: 'the disk quota is used up',
  EEXIST: 'it exists already',
  EFBIG: 'the file would be larger than this disk allows',
  EIO: 'the disk reported an error',
  EISDIR: 'it is a folder',
  EMFILE: 'too many files are open',
  ENAMETOOLONG: 'the name is too long',
  ENFILE: 'too many files are open on this machine',
  ENOENT: 'there is no such file or folder',
  ENOSPC: 'the disk is full',
  ENOTDIR: 'a part of the path is not a folder',
  ENOTEMPTY: 'the folder is not empty',
  EPERM: 'the operation is not permitted',
  EROFS: 'the disk is read-only',
  ESTALE: 'the network disk lost track of the file',
  ETXTBSY: 'it is in use',
};

/** A reason as a clause: a system code becomes words, anything else is shown as it is. */
export function describeReason(reason: string): string {
  const { code = reason, more } = /^(?<code>E[A-Z]+): (?<more>.*)$/su.exec(reason)?.groups ?? {};
  const words = SYSTEM_CODES[code];
  if (words === undefined) return printable(reason);
  return more === undefined ? words : `${words}: ${printable(more)}`;
}

/**
 * A reason as a sentence of its own: `Reason: the disk is full.`; '' when there is none, or only
 * the tag of an error, which has words of its own.
 */
export function reasonSentence(reason: string | null | undefined): string {
  if (reason == null || FAILURE_TAGS.some((tag) => tag === reason)) return '';
  const clause = describeReason(reason).trim();
  return maybe('Reason: ', clause, /[.!?]$/u.test(clause) ? '' : '.');
}
