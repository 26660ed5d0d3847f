import { cp, mkdir, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { deleteLeftover, listLeftovers } from '../../../src/core/index.ts';
import type { Random } from '../../fuzz/random.ts';
import { digestOf, digestOrNull } from '../stage.ts';
import type { Order } from './order.ts';
import { processesWith } from '../../support/processes.ts';
import type { End, Program } from './program.ts';
import type { Stage } from './stage.ts';

const OWN =
  /^\.o\.(?:h5ad|zarr)\.(?:partial-[0-9a-f]{8}(?:\.journal|\.lock(?:\.new)?)?|replaced-[0-9a-f]{8})$/u;

/** Child processes that write to one output, to which things happen; and what must hold after each. */
export class Trial {
  readonly program: Program;
  readonly stage: Stage;
  readonly random: Random;
  readonly folder: string;
  readonly output: string;
  readonly hasOld: boolean;
  readonly violations: string[] = [];
  /** Of each kind, how many things happened. */
  readonly faults = new Map<string, number>();

  private constructor(program: Program, stage: Stage, random: Random) {
    this.program = program;
    this.stage = stage;
    this.random = random;
    this.folder = path.join(stage.folder, 'out');
    this.output = path.join(this.folder, `o.${stage.suffix}`);
    this.hasOld = random.next() < 0.5;
  }

  static async begin(program: Program, stage: Stage, random: Random): Promise<Trial> {
    const trial = new Trial(program, stage, random);
    await mkdir(trial.folder);
    if (trial.hasOld) await cp(stage.old, trial.output, { recursive: true });
    return trial;
  }

  /** The command that concatenates. */
  concat(...more: readonly string[]): readonly string[] {
    const { inputs, args } = this.stage;
    return ['concat', ...inputs, ...args, '-o', this.output, '--json', ...more];
  }

  /** With that which an old output needs. */
  overwriting(): readonly string[] {
    return this.hasOld || this.random.next() < 0.5 ? ['--overwrite'] : [];
  }

  /** A call of the file system, or some later one than any. Writes, which are few, are likely. */
  drawCall(): number {
    const { calls } = this.stage;
    const part = this.random.next();
    if (part < 0.3) return this.random.below(calls.length);
    // The end, where a store is completed and put in place.
    if (part < 0.5) return calls.length - 1 - this.random.below(Math.min(calls.length, 80));
    const writes = [...calls.keys()].filter((i) => CHANGES.test(calls[i] ?? ''));
    return writes[this.random.below(writes.length)] ?? 0;
  }

  orderAt(act: Order['act'], leaps = false): Order {
    return { at: this.drawCall(), act, leaps: leaps ? this.random.below(2 ** 31) : null };
  }

  count(kind: string, number = 1): void {
    this.faults.set(kind, (this.faults.get(kind) ?? 0) + number);
  }

  blame(what: string): void {
    this.violations.push(what);
  }

  /** @param how what it was that ended, as its words begin */
  expectDone(how: string, { code, signal, stderr }: End): void {
    if (code !== 0) this.blame(`${how}: ends with ${code ?? signal ?? '?'}: ${stderr.slice(-600)}`);
  }

  /** What must hold whatever happened. @param outputs digests of what may be at the output's place */
  async look(how: string, outputs: readonly (string | null)[]): Promise<void> {
    const { inputs, inputsDigest } = this.stage;
    if ((await digestOf(inputs)) !== inputsDigest) this.blame(`${how}: an input has changed`);
    const now = await digestOrNull(this.output);
    const names = await this.strays();
    const aside = names.find((name) => name.includes('.replaced-'));
    // Between two renames an old folder is beside its place.
    const isAside =
      now === null &&
      aside !== undefined &&
      (await digestOrNull(path.join(this.folder, aside))) === this.stage.oldDigest;
    if (!outputs.includes(now) && !isAside) {
      this.blame(`${how}: the output is ${now === null ? 'gone' : 'none that it may be'}`);
    }
    const unnamed = names.filter((name) => !OWN.test(name));
    if (unnamed.length > 0) this.blame(`${how}: unnamed ${unnamed.join(', ')}`);
    const left = processesWith(this.folder);
    if (left.length > 0) this.blame(`${how}: processes ${left.join(', ')}`);
  }

  /** There is the output and nothing else, or not even that. */
  async expectNothingElse(how: string): Promise<void> {
    const names = await this.strays();
    if (names.length > 0) this.blame(`${how}: left ${names.join(', ')}`);
  }

  /** Deletes what runs left, all of which must be dead. */
  async clean(how: string): Promise<void> {
    for (const leftover of await listLeftovers(this.folder)) {
      if (leftover.isAlive) this.blame(`${how}: counts as alive: ${leftover.store}`);
      await deleteLeftover(leftover);
    }
    await this.expectNothingElse(`${how}, deleted`);
  }

  async end(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }

  async strays(): Promise<readonly string[]> {
    const names = await readdir(this.folder);
    return names.filter((name) => name !== path.basename(this.output));
  }

  /** What was there before. */
  get before(): string | null {
    return this.hasOld ? this.stage.oldDigest : null;
  }
}

const CHANGES = /write|append|rename|link$|^rm$|mkdir|truncate/iu;
