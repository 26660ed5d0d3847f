import { open, rm, type FileHandle } from 'node:fs/promises';
import * as z from 'zod';
import { OutputUnwritableError } from '../../errors.ts';
import { systemReason } from '../../store/system-error.ts';
import { arrayRecordSchema } from '../verify/array-record.ts';
import { jsonOf } from './json-of.ts';

/** Of the journal and of the form in which stores are written: another one is not continued. */
const VERSION = 1;

const startSchema = z
  .strictObject({
    type: z.literal('start'),
    version: z.literal(VERSION),
    /** Of all that says which bytes are written. */
    digest: z.string(),
    /** Fingerprints of the inputs. */
    inputs: z.array(z.strictObject({ path: z.string(), fingerprint: z.string() })).readonly(),
  })
  .readonly();

const checkpointSchema = z
  .strictObject({
    type: z.literal('checkpoint'),
    /** Position among the checkpoints. */
    n: z.int().nonnegative(),
    /** Elems finished since the one before. */
    done: z.array(z.string()).readonly(),
    /** How much there is of an elem that is not finished. */
    reached: z
      .strictObject({
        elem: z.string(),
        rows: z.int().nonnegative(),
        entries: z.int().nonnegative(),
      })
      .readonly()
      .nullable(),
    /** What the store was told to remember. */
    store: z.unknown(),
    /** Of the arrays written to since the one before. */
    arrays: z.array(arrayRecordSchema).readonly(),
  })
  .readonly();

export type Start = Omit<z.infer<typeof startSchema>, 'type' | 'version'>;
export type Checkpoint = Omit<z.infer<typeof checkpointSchema>, 'type' | 'n'>;

export interface JournalContent {
  readonly start: Start;
  readonly checkpoints: readonly Checkpoint[];
}

/**
 * The journal of a run: a line of JSON for its start, and one for each checkpoint. A line counts when
 * it is whole and follows the one before; what a kill cut off does not.
 */
export class Journal {
  readonly #file: string;
  readonly #handle: FileHandle;
  #checkpoints: number;

  private constructor(file: string, handle: FileHandle, checkpoints: number) {
    this.#file = file;
    this.#handle = handle;
    this.#checkpoints = checkpoints;
  }

  /** @param file must not exist */
  static async create(file: string, start: Start): Promise<Journal> {
    const handle = await open(file, 'wx');
    const journal = new Journal(file, handle, 0);
    try {
      await journal.#write({ type: 'start', version: VERSION, ...start });
    } catch (error) {
      await handle.close();
      await rm(file, { force: true });
      throw error;
    }
    return journal;
  }

  /** Continues one that was read. */
  static async reopen(file: string, { checkpoints }: JournalContent): Promise<Journal> {
    const handle = await open(file, 'a');
    // Behind a line that was cut off.
    await handle.write('\n');
    return new Journal(file, handle, checkpoints.length);
  }

  /** @throws OutputUnwritableError */
  async add(checkpoint: Checkpoint): Promise<void> {
    try {
      await this.#write({ type: 'checkpoint', n: this.#checkpoints, ...checkpoint });
    } catch (cause) {
      const reason = systemReason(cause);
      throw new OutputUnwritableError({ path: this.#file, reason, cause });
    }
    this.#checkpoints += 1;
  }

  close(): Promise<void> {
    return this.#handle.close();
  }

  async #write(line: object): Promise<void> {
    await this.#handle.writeFile(`${JSON.stringify(line)}\n`);
  }
}

/** What a journal says; null when it does not say how it started, or in another version's words. */
export async function readJournal(file: string): Promise<JournalContent | null> {
  const handle = await open(file, 'r');
  try {
    let start: Start | null = null;
    const checkpoints: Checkpoint[] = [];
    for await (const line of handle.readLines({ autoClose: false })) {
      const value = jsonOf(line);
      if (start === null) {
        const parsed = startSchema.safeParse(value);
        if (!parsed.success) return null;
        start = { digest: parsed.data.digest, inputs: parsed.data.inputs };
        continue;
      }
      const parsed = checkpointSchema.safeParse(value);
      if (!parsed.success || parsed.data.n !== checkpoints.length) continue;
      const { done, reached, store, arrays } = parsed.data;
      checkpoints.push({ done, reached, store, arrays });
    }
    return start === null ? null : { start, checkpoints };
  } finally {
    await handle.close();
  }
}
