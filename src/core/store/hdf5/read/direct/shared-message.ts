import { FieldReader } from './bytes.ts';
import { readObjectHeader, type HeaderMessage } from './object-header.ts';
import type { RawFile } from './raw-file.ts';
import { UnknownFormatError } from './unknown-format.ts';

const COMMITTED = 2;

/**
 * The body of a message of `type` that another object holds, as a named datatype does (format
 * specification, section IV.A.2, "shared message").
 * @throws RangeError, FileEndsError when it is damaged; UnknownFormatError
 */
export async function sharedBody(file: RawFile, type: number, reference: Buffer): Promise<Buffer> {
  const fields = new FieldReader(reference);
  const version = fields.u8();
  const where = fields.u8();
  if (version < 2 || version > 3 || (version === 3 && where !== COMMITTED)) {
    throw new UnknownFormatError('a shared message');
  }
  const holder = await readObjectHeader(file, fields.u64());
  const message = holder.find((one) => one.type === type);
  if (message === undefined || message.shared) throw new RangeError('a damaged object header');
  return message.body;
}

/** The body of a message, wherever it is. @throws as `sharedBody` */
export const bodyOf = async (file: RawFile, message: HeaderMessage): Promise<Buffer> =>
  message.shared ? sharedBody(file, message.type, message.body) : message.body;
