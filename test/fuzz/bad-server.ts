import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Answer } from '../support/file-server.ts';
import type { Random } from './random.ts';

/** What a server does instead of giving what is under a URL: each can be seen by who asks. */
type Fault = (request: IncomingMessage, response: ServerResponse, random: Random) => boolean;

const refuses: Fault = (_, response, random) => {
  response.writeHead(random.pick([401, 403, 405, 204, 300, 418])).end('no');
  return true;
};
const leadsInCircles: Fault = ({ url }, response, random) => {
  const location = random.pick([url ?? '/', 'file:///etc/hostname', 'http://[', '//']);
  response.writeHead(302, { location }).end();
  return true;
};
const breaksOff: Fault = (_, response) => {
  response.writeHead(200, { 'content-length': '1000000' }).write('{"zarr_format"');
  setImmediate(() => response.destroy());
  return true;
};
const isBusy: Fault = (_, response, random) => {
  response.writeHead(random.pick([408, 429, 500, 503])).end();
  return true;
};
/** To who asks for all, it gives nothing; to who asks for a part, another one. */
const givesAnotherPart: Fault = ({ headers }, response, random) => {
  const asked = /^bytes=(\d*)-(\d*)$/u.exec(headers.range ?? '');
  const from = Number(asked?.[1] ?? 0) + 1 + random.below(9);
  const length = random.below(64);
  response.writeHead(asked === null ? 200 : 206, {
    'content-range': `bytes ${from}-${from + length - 1}/${random.pick([0, length, 2 ** 53])}`,
  });
  response.end(asked === null ? '' : Buffer.alloc(length, 0xff));
  return true;
};
const hasNoRanges: Fault = ({ headers }) => {
  delete headers.range;
  return false;
};

/** Of those that may pass, servers are asked again: they fail once. */
const PASSING: readonly Fault[] = [breaksOff, isBusy];

/** Answers requests for one file in `folder` so that they fail, and all others as they are to be. */
export function badServer(files: readonly string[], random: Random): Answer {
  const bad = files[random.below(files.length)];
  const fault = random.pick<Fault>([
    refuses, leadsInCircles, breaksOff, isBusy, givesAnotherPart, hasNoRanges,
  ]); // prettier-ignore
  let failures = PASSING.includes(fault) ? 1 : Infinity;
  return (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    if (bad === undefined || !decodeURIComponent(pathname).endsWith(`/${bad}`)) return false;
    if (failures-- <= 0) return false;
    return fault(request, response, random);
  };
}
