// Runs test/host in the extension host of a real workbench without a desktop: code-server is the
// server, a headless Chromium the window. Needs the build in dist/.
import fs from 'node:fs';
import path from 'node:path';
import { format } from 'node:util';
import { chromium } from 'playwright-core';
import { buildHostTests, entry } from './build-host-tests.mjs';
import {
  CHROMIUM_FLAGS,
  chromiumPath,
  makeWorkspace,
  remoteUri,
  root,
  startServer,
} from './workbench-server.mjs';

const LIMIT = 180_000;

await buildHostTests();
const workspace = makeWorkspace();
const server = await startServer();
const browser = await chromium.launch({ executablePath: chromiumPath(), args: CHROMIUM_FLAGS });
let code = 1;
try {
  const page = await browser.newPage();
  const exit = new Promise((resolve) => page.exposeFunction('codeAutomationExit', resolve));
  // The workbench says its own things here too: those of the tests follow a marker.
  let isTests = false;
  await page.exposeFunction('codeAutomationLog', (type, args) => {
    const line = format(...args);
    isTests ||= line.includes('=== extension host ===');
    if (isTests && type !== 'warn') console.log(line);
  });
  await page.goto(
    server.url(workspace, [
      ['extensionDevelopmentPath', remoteUri(root)],
      ['extensionTestsPath', remoteUri(entry)],
    ]),
  );
  const late = new Promise((resolve) => {
    setTimeout(resolve, LIMIT, 'late').unref();
  });
  const end = await Promise.race([exit, late]);
  if (end === 'late') {
    const picture = path.join(root, 'test-output/host-late.png');
    await page.screenshot({ path: picture });
    console.error(`The tests did not end in ${LIMIT} ms: ${picture}\n${server.log()}`);
  } else {
    code = end;
  }
} finally {
  await browser.close();
  await server.stop();
  fs.rmSync(workspace, { recursive: true, force: true });
}
process.exit(code);
