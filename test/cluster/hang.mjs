// Preloaded into the command line: the part that HANG_PART names hangs while it puts its first file
// but its lock into place, and says so in the file HANG_FILE.
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import process from 'node:process';

const { HANG_PART, HANG_FILE } = process.env;
const at = process.argv.indexOf('--part');
if (at > 0 && HANG_FILE !== undefined && process.argv[at + 1] === HANG_PART) {
  const { rename } = fs.promises;
  fs.promises.rename = async (from, to) => {
    if (String(to).endsWith('.lock')) return rename(from, to);
    fs.writeFileSync(HANG_FILE, String(process.pid));
    setInterval(() => undefined, 1000);
    await new Promise(() => undefined);
  };
  syncBuiltinESMExports();
}
