import * as vscode from 'vscode';
import * as z from 'zod';
import { codecSchema, defaultDraftOptions, type DraftOptions } from '../../shared/form.ts';
import { MINIMUM_MEMORY, verifySchema } from '../../shared/options.ts';
import type { SettingId } from '../manifest.ts';

const MIB = 1024 * 1024;

/** The options with which a new form begins: those of the settings, else the ones of the engine. */
export function startingOptions(): DraftOptions {
  const options = defaultDraftOptions();
  const memorySchema = z.int().min(MINIMUM_MEMORY / MIB);
  const memory = memorySchema.safeParse(setting('anndataConcat.memory'));
  const codec = codecSchema.safeParse(setting('anndataConcat.compression'));
  const verify = verifySchema.safeParse(setting('anndataConcat.verify'));
  return {
    ...options,
    ...(memory.success && { memory: String(memory.data) }),
    ...(codec.success && { codec: codec.data }),
    ...(verify.success && { verify: verify.data }),
  };
}

/** As a person wrote it: of any form. */
const setting = (id: SettingId): unknown => vscode.workspace.getConfiguration().get(id);
