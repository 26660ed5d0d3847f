import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';

const ROOT = path.resolve(import.meta.dirname, '..');
const read = (name: string): unknown => JSON.parse(readFileSync(path.join(ROOT, name), 'utf8'));
const settingSchema = z.looseObject({
  default: z.unknown(),
  scope: z.string(),
  order: z.int(),
  markdownDescription: z.string(),
  enum: z.array(z.string()).optional(),
  markdownEnumDescriptions: z.array(z.string()).optional(),
});
const { icon, capabilities, contributes } = z
  .looseObject({
    icon: z.string(),
    capabilities: z.record(
      z.string(),
      z.looseObject({ supported: z.string(), description: z.string() }),
    ),
    contributes: z.looseObject({
      configuration: z.looseObject({ properties: z.record(z.string(), settingSchema) }),
      walkthroughs: z.array(
        z.looseObject({
          steps: z.array(z.looseObject({ media: z.looseObject({ svg: z.string() }) })),
        }),
      ),
    }),
  })
  .parse(read('package.json'));

describe('the manifest', () => {
  it('is what the typed ids say', () => {
    const options = { cwd: ROOT, encoding: 'utf8' } as const;
    const args = ['tools/manifest.mjs', '--check'];
    const { status, stderr } = spawnSync(process.execPath, args, options);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  it('describes every setting and every choice of one', () => {
    const settings = Object.values(contributes.configuration.properties);
    expect(settings.length).toBeGreaterThan(0);
    for (const setting of settings) {
      expect(setting.default).toBeDefined();
      expect(setting.markdownDescription).toMatch(/^%.+%$/u);
      expect(setting.markdownEnumDescriptions?.length).toBe(setting.enum?.length);
    }
  });

  it('says what works in workspaces that are virtual or not trusted', () => {
    for (const kind of ['untrustedWorkspaces', 'virtualWorkspaces']) {
      expect(capabilities[kind]).toMatchObject({ supported: 'limited' });
    }
  });

  it('names pictures that are there', () => {
    const steps = contributes.walkthroughs.flatMap((walkthrough) => walkthrough.steps);
    const pictures = [icon, ...steps.map(({ media }) => media.svg)];
    expect(pictures.filter((name) => !existsSync(path.join(ROOT, name)))).toEqual([]);
  });
});
