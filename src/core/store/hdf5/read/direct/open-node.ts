import { ElemUnreadableError } from '../../../../errors.ts';
import type { Node } from '../../../store.ts';
import { Hdf5Array } from '../array.ts';
import type { Hdf5File } from '../file.ts';
import { readAttrsDirectly } from './attrs.ts';
import { countOf, dataspaceOf } from './dataspace-message.ts';
import { datatypeOf } from './datatype-message.ts';
import type { DirectFile } from './file.ts';
import { DirectGroup } from './group.ts';
import { directLayout } from './layout.ts';
import { isGroup } from './links.ts';
import { MESSAGE, readObjectHeader, type HeaderMessage } from './object-header.ts';
import { bodyOf } from './shared-message.ts';

/**
 * The object whose header is at `address`, without the library.
 * @param way addresses of the groups that hold it
 * @throws RangeError, FileEndsError when it is damaged; UnknownFormatError; ElemUnreadableError
 */
export async function openDirectly(
  file: Hdf5File,
  direct: DirectFile,
  path: string,
  address: number,
  way: readonly number[],
): Promise<Node> {
  const messages = await readObjectHeader(direct.file, address);
  if (isGroup(messages)) {
    const attrs = await readAttrsDirectly(direct, messages);
    return new DirectGroup(file, direct, { path, attrs, way: [...way, address] });
  }
  const find = (wanted: number) => messages.find(({ type }) => type === wanted);
  const datatype = find(MESSAGE.datatype);
  const dataspace = find(MESSAGE.dataspace);
  if (datatype === undefined) throw new RangeError('it is neither an array nor a group');
  if (dataspace === undefined) {
    const reason = 'it is a named datatype, not an array or a group';
    throw new ElemUnreadableError({ path: file.path, elem: path, reason });
  }
  return openArrayDirectly(file, direct, path, { messages, datatype, dataspace });
}

async function openArrayDirectly(
  file: Hdf5File,
  direct: DirectFile,
  path: string,
  found: {
    readonly messages: readonly HeaderMessage[];
    readonly datatype: HeaderMessage;
    readonly dataspace: HeaderMessage;
  },
): Promise<Hdf5Array> {
  const { messages } = found;
  if (messages.some(({ type }) => type === MESSAGE.externalFiles)) {
    const reason = 'its values are in another file, which is not read';
    throw new ElemUnreadableError({ path: file.path, elem: path, reason });
  }
  const space = dataspaceOf(await bodyOf(direct.file, found.dataspace));
  const type = {
    ...datatypeOf(await bodyOf(direct.file, found.datatype)),
    ...space,
    total_size: countOf(space),
    chunks: null,
  };
  const layout = directLayout(messages);
  const attrs = await readAttrsDirectly(direct, messages);
  return new Hdf5Array(
    file,
    path,
    attrs,
    { ...type, chunks: layout.chunks },
    { filters: layout.filters, layout },
  );
}
