import { Command, CommanderError } from 'commander';
import * as z from 'zod';
import { version } from '../../package.json';
import { addCancelCommand } from './commands/cancel.ts';
import { addConcatCommand } from './commands/concat.ts';
import { addFinishCommand } from './commands/finish.ts';
import { addInspectCommand } from './commands/inspect.ts';
import { addLeftoversCommand } from './commands/leftovers.ts';
import { addPartsCommand } from './commands/parts.ts';
import { addPlanCommand } from './commands/plan.ts';
import { addRunCommand } from './commands/run.ts';
import type { Runner } from './commands/runner.ts';
import { addSubmitCommand } from './commands/submit.ts';
import { addVerifyCommand } from './commands/verify.ts';
import { conclude } from './conclude.ts';
import { EXIT, type ExitCode } from './exit.ts';
import type { Io, LoadCore } from './io.ts';

const EXIT_CODES = `
Exit codes: 0 done, 1 an input or the plan is at fault, 2 wrong usage, 130 cancelled.
Results go to standard output, everything else to standard error.`;

/**
 * The command line without its process.
 * @param argv the arguments after the name of the program
 */
export async function runCli(
  argv: readonly string[],
  io: Io,
  loadCore: LoadCore,
): Promise<ExitCode> {
  let code: ExitCode = EXIT.done;
  const run: Runner = async (flags, work) => {
    code = await conclude(io, jsonSchema.parse(flags), () => work(io, loadCore));
  };
  const help: string[] = [];
  try {
    await createProgram(io, run, help).parseAsync(argv, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    // Commander has told the user already; its code is 0 for help and version.
    code = error.exitCode === 0 ? EXIT.done : EXIT.usage;
  }
  return await conclude(io, { json: false }, async () => {
    await io.out(help.join(''));
    return code;
  });
}

const jsonSchema = z.object({ json: z.boolean().default(false) });

function createProgram(io: Io, run: Runner, help: string[]): Command {
  const program = new Command('anndata-concat')
    .description('Concatenate AnnData stores (.h5ad, .zarr) on disk, with bounded memory.')
    .version(version)
    .showHelpAfterError('See: anndata-concat --help')
    .addHelpText('after', EXIT_CODES)
    .exitOverride()
    .configureOutput({ writeOut: (text) => help.push(text), writeErr: io.err });
  addConcatCommand(program, run);
  addPlanCommand(program, run);
  addRunCommand(program, run);
  addFinishCommand(program, run);
  addPartsCommand(program, run);
  addSubmitCommand(program, run);
  addCancelCommand(program, run);
  addVerifyCommand(program, run);
  addInspectCommand(program, run);
  addLeftoversCommand(program, run);
  return program;
}
