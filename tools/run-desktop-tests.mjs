// Runs test/host in a desktop VS Code, which is downloaded, or named in VSCODE_EXECUTABLE. Needs
// the build in dist/.
import fs from 'node:fs';
import { runTests } from '@vscode/test-electron';
import { buildHostTests, entry } from './build-host-tests.mjs';
import { makeWorkspace, root } from './workbench-server.mjs';

await buildHostTests();
const workspace = makeWorkspace();
const executable = process.env['VSCODE_EXECUTABLE'];
try {
  await runTests({
    ...(executable === undefined ? {} : { vscodeExecutablePath: executable }),
    extensionDevelopmentPath: root,
    extensionTestsPath: entry,
    launchArgs: [workspace, '--disable-extensions', '--disable-workspace-trust'],
  });
} catch (error) {
  console.error(error);
  process.exitCode = 1;
} finally {
  fs.rmSync(workspace, { recursive: true, force: true });
}
