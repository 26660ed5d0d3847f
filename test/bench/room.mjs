// Says of every disk that it has room: what is planned here is larger than any.
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

fs.promises.statfs = () => Promise.resolve({ bavail: 2 ** 34, bsize: 4096 });
syncBuiltinESMExports();
