import * as z from 'zod';

/** What happens to a child process at one of its calls of the file system, once. */
const actSchema = z.discriminatedUnion('kind', [
  /** Signals to itself, `gap` calls apart. */
  z.strictObject({
    kind: z.literal('signals'),
    names: z.array(z.enum(['SIGKILL', 'SIGTERM', 'SIGINT', 'SIGHUP'])).readonly(),
    gap: z.int().positive(),
  }),
  /** It stands still while a script of the shell runs. */
  z.strictObject({ kind: z.literal('script'), script: z.string() }),
  /** What writes, fails with a code from now on. */
  z.strictObject({ kind: z.literal('fails'), code: z.string() }),
  /** Its clock jumps by so many milliseconds. */
  z.strictObject({ kind: z.literal('clock'), by: z.number() }),
]);

export const orderSchema = z
  .strictObject({
    /** Number of the call of the file system. */
    at: z.int().nonnegative(),
    act: actSchema,
    /**
     * Seed of a clock for checkpoints that stands still, and now and then leaps by more than lies between
     * two of them; null for the clock of the system.
     */
    leaps: z.number().nullable(),
  })
  .readonly();

export type Act = z.infer<typeof actSchema>;
/** What a child process is told to suffer. */
export type Order = z.infer<typeof orderSchema>;

/** Variables of the environment of a child: the order as JSON, and a file for the names of its calls. */
export const ORDER = 'FAULTS_ORDER';
export const CALLS = 'FAULTS_CALLS';
