import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { COMPILE_LATE } from './compile-late.ts';

describe('compileLate', () => {
  it('uses a flag that this engine has', () => {
    const flags = execFileSync(process.execPath, ['--v8-options'], { encoding: 'utf8' });
    expect(flags).toContain(`${COMPILE_LATE.split('=')[0] ?? ''} (`);
  });
});
