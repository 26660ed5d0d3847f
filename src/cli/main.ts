#!/usr/bin/env node
import { compileLate } from '../core/compile-late.ts';
import { createIo, drain } from './process-io.ts';
import { runCli } from './program.ts';
import { signalFrom } from './signals.ts';

compileLate();
const io = createIo(process, signalFrom(process));
const code = await runCli(process.argv.slice(2), io, () => import('../core/index.ts'));
await drain(process.stderr);
process.exit(code);
