import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { Random } from '../../fuzz/random.ts';
import { type Effect, patchFileSystem, WRITES } from '../faulty-calls.ts';
import { CALLS, ORDER, type Order, orderSchema } from './order.ts';

/** Loaded into a child process before its program: brings about what was ordered. */
const text = process.env[ORDER];
const order = text === undefined ? null : orderSchema.parse(JSON.parse(text));
const place = process.env[CALLS];
const names: string[] = [];
let calls = 0;

function suffer({ at, act }: Order, number: number, call: string): Effect {
  switch (act.kind) {
    case 'signals': {
      const name = act.names[(number - at) / act.gap];
      if (name !== undefined) process.kill(process.pid, name);
      return null;
    }
    case 'fails':
      return number >= at && WRITES.test(call) ? act.code : null;
    case 'script':
      if (number === at) execFileSync('bash', ['-c', act.script], { stdio: 'ignore' });
      return null;
    case 'clock':
      if (number === at) {
        const { now } = Date;
        Date.now = () => now() + act.by;
      }
      return null;
  }
}

await patchFileSystem((call) => {
  const number = calls++;
  if (place !== undefined) names.push(call);
  return order === null ? null : suffer(order, number, call);
});
if (place !== undefined)
  process.on('exit', () => {
    writeFileSync(place, JSON.stringify(names));
  });
if (order?.leaps != null) {
  const random = new Random(order.leaps);
  let time = performance.now();
  performance.now = () => (time += random.next() < 0.25 ? 20_000 : 0);
}
