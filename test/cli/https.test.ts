import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { python } from '../python.ts';
import { build, type Build } from '../support/build.ts';
import { type Certificate, makeCertificate } from '../support/certificate.ts';
import { type Answer, type FileServer, serveFiles } from '../support/file-server.ts';
import { type Outcome, run } from '../support/tool.ts';

const SAMPLE = path.resolve(import.meta.dirname, '../goldens/data/h5ad_gzip_outer/in0.h5ad');

let built: Build;
let folder = '';
let certificate: Certificate;
const servers: FileServer[] = [];

beforeAll(async () => {
  folder = await realpath(await mkdtemp(path.join(tmpdir(), 'https-')));
  certificate = makeCertificate();
  await writeFile(path.join(folder, 'trusted.pem'), certificate.cert);
  const script = path.join(import.meta.dirname, 'make-served.py');
  [built] = await Promise.all([build(), python(script, [SAMPLE, folder])]);
});
afterAll(async () => {
  await built.remove();
  await Promise.all(servers.map((server) => server.close()));
  await rm(folder, { recursive: true });
});

async function serve(answer?: Answer, secure = true): Promise<FileServer> {
  const server = await serveFiles(folder, answer, secure ? certificate : undefined);
  servers.push(server);
  return server;
}

const inspect = (url: string, isTrusted: boolean): Promise<Outcome> =>
  run(built.cli, ['inspect', url, '--json'], {
    env: isTrusted ? { NODE_EXTRA_CA_CERTS: path.join(folder, 'trusted.pem') } : {},
  });

it.each(['v2.zarr', 'v3.zarr'])('reads %s over HTTPS as from a folder', async (name) => {
  const { url } = await serve();
  const { code, stdout, stderr } = await inspect(`${url}/${name}`, true);
  expect(code, stderr).toBe(0);
  const local = await run(built.cli, ['inspect', path.join(folder, name), '--json']);
  expect(JSON.parse(stdout)).toEqual(JSON.parse(local.stdout));
});

it('reads nothing from a server whose certificate is not trusted', async () => {
  const { url, paths, connections } = await serve();
  const { code, stderr } = await inspect(`${url}/v3.zarr`, false);
  expect(code).toBe(1);
  expect(stderr).toContain(`${url}/v3.zarr`);
  expect(stderr).toContain('DEPTH_ZERO_SELF_SIGNED_CERT');
  expect(paths).toEqual([]);
  // It will not be trusted when it is asked again.
  expect(connections()).toBe(1);
});

it('does not follow a server that leads from HTTPS to HTTP', async () => {
  const open = await serve(undefined, false);
  const { url } = await serve((request, response) => {
    response.writeHead(302, { location: open.url + (request.url ?? '') }).end();
    return true;
  });
  const { code, stderr } = await inspect(`${url}/v3.zarr`, true);
  expect(code).toBe(1);
  expect(stderr).toContain('leads to a place that is not allowed');
  expect(open.paths).toEqual([]);
});
