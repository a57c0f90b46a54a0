import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer as createHttp } from 'node:http';
import { createServer as createHttps } from 'node:https';
import { type AddressInfo, connect, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { listProxySecrets, useProxy } from '#entry/proxy.ts';
import { buildEntry } from '../support/bundle.ts';
import { runNode } from '../support/run-node.ts';
import { runtimes } from '../support/runtimes.ts';

const host = 'acme.zendesk.test';
let folder = '';
let fixture = '';
let secure = 0;
let plain = 0;
const servers: Server[] = [];

const listen = (server: Server): Promise<number> =>
  new Promise((resolve) => {
    servers.push(server);
    server.listen(0, '127.0.0.1', () => resolve(portOf(server.address())));
  });

const portOf = (address: AddressInfo | string | null): number =>
  typeof address === 'object' && address !== null ? address.port : 0;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'zendrift-proxy-'));
  fixture = await buildEntry('test/entry/fixtures/proxy.ts');
  const names = `subjectAltName=DNS:${host},DNS:localhost,IP:127.0.0.1`;
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', 'key.pem'];
  const certificate = ['-x509', ...key, '-out', 'cert.pem', '-days', '2', '-subj', `/CN=${host}`, '-addext', names];
  execFileSync('openssl', ['req', ...certificate], { cwd: folder, stdio: 'pipe' });
  const tls = { key: readFileSync(join(folder, 'key.pem')), cert: readFileSync(join(folder, 'cert.pem')) };
  secure = await listen(createHttps(tls, (_, response) => response.end('secure')));
  plain = await listen(createHttp((_, response) => response.end('plain')));
});

afterAll(() => {
  for (const server of servers) server.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A proxy that knows one server, whatever it is asked for; `asked` holds each target and how it was paid for. */
async function openProxy(): Promise<{ readonly port: number; readonly asked: readonly string[] }> {
  const asked: string[] = [];
  const server = createHttp((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    response.writeHead(502).end();
  });
  server.on('connect', (request, socket, head) => {
    asked.push(`CONNECT ${request.url} ${request.headers['proxy-authorization'] ?? 'nobody'}`);
    const target = connect(secure, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      target.write(head);
      target.pipe(socket).pipe(target);
    });
    target.on('error', () => socket.destroy());
    socket.on('error', () => target.destroy());
  });
  const port = await listen(server);
  onTestFinished(() => server.closeAllConnections());
  return { port, asked };
}

describe.each(runtimes)('$name', ({ node, missing }) => {
  const run = (urls: readonly string[], env: Readonly<Record<string, string>>) =>
    runNode(fixture, urls, { node, env: { NODE_EXTRA_CA_CERTS: join(folder, 'cert.pem'), ...env } });

  test.skipIf(missing)('https goes through HTTPS_PROXY, with its user and password', async () => {
    const proxy = await openProxy();
    const { stdout, stderr } = await run([`https://${host}/api`], {
      HTTPS_PROXY: `http://me:pass%20word@127.0.0.1:${proxy.port}`,
    });
    expect([stdout, stderr]).toEqual(['secure\n', '']);
    const basic = Buffer.from('me:pass word').toString('base64');
    expect(proxy.asked).toEqual([`CONNECT ${host}:443 Basic ${basic}`]);
  });

  test.skipIf(missing)('this machine is reached without it, by https and by http', async () => {
    const proxy = await openProxy();
    const address = `http://127.0.0.1:${proxy.port}`;
    const { stdout } = await run(
      [`https://localhost:${secure}`, `https://127.0.0.1:${secure}`, `http://127.0.0.1:${plain}`],
      {
        HTTPS_PROXY: address,
        HTTP_PROXY: address,
      },
    );
    expect(stdout).toBe('secure\nsecure\nplain\n');
    expect(proxy.asked).toEqual([]);
  });

  test.skipIf(missing)('what NO_PROXY names is reached without it', async () => {
    const proxy = await openProxy();
    const env = { https_proxy: `http://127.0.0.1:${proxy.port}`, NO_PROXY: 'other.test,.zendesk.test' };
    const { stdout } = await run([`https://${host}/`, 'https://elsewhere.test/'], env);
    expect(stdout.split('\n')[0]).toMatch(/^failed: .*ENOTFOUND|EAI_AGAIN/);
    expect(proxy.asked).toEqual(['CONNECT elsewhere.test:443 nobody']);
  });
});

test('a proxy that is no URL is named, not tried', async () => {
  await expect(useProxy({ HTTPS_PROXY: 'proxy.example:3128' })).rejects.toMatchObject({
    code: 'settings-invalid',
    message: expect.stringContaining('HTTPS_PROXY must be a URL'),
  });
  await expect(useProxy({ HTTPS_PROXY: '' })).resolves.toBeUndefined();
});

test('its password is a secret in both spellings', () => {
  expect(listProxySecrets({ HTTPS_PROXY: 'http://me:pa%20ss@proxy:1' })).toEqual(['pa%20ss', 'pa ss']);
  expect(listProxySecrets({ HTTPS_PROXY: 'http://proxy:1', https_proxy: 'no url' })).toEqual([]);
});
