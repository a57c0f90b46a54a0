import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Account, AccountSettings } from './account.ts';
import type { Answer } from './answer.ts';
import { type ClockOptions, openClock, type SandboxClock } from './clock.ts';
import { type Credentials, openCredentials } from './credentials.ts';
import { type Reply, readRequest, sendReply } from './http.ts';
import { openAccount } from './open-account.ts';
import { openRateBudget } from './rate-budget.ts';
import { type ApiRequest, openService } from './serve.ts';
import { trackerId } from './user.ts';

export type ZendeskOptions = Partial<AccountSettings> & {
  readonly subdomain?: string;
  readonly clock?: ClockOptions;
  /** Requests a minute, enforced by the account's clock; null (the default) refuses nobody. */
  readonly rateLimit?: number | null;
  /** Seed of the audit ids' disorder. */
  readonly seed?: number;
};

/** `status` is 0 until the answer is out, and stays 0 where the connection was cut before it. */
export type RecordedRequest = ApiRequest & { readonly status: number };

/** Sees a request before it is carried out. `proceed` carries it out, once, and gives the true answer. */
export type RequestHook = (
  request: ApiRequest,
  proceed: () => Answer,
) => Reply | undefined | Promise<Reply | undefined>;

export type ZendeskSandbox = {
  /** `http://127.0.0.1:PORT`, for `ZENDESK_URL`. */
  readonly url: string;
  readonly account: Account;
  readonly clock: SandboxClock;
  readonly credentials: Credentials;
  /** Environment of a reader with OAuth client credentials (`read` alone). */
  readonly env: Readonly<Record<string, string>>;
  /** The same under `ZENDESK_WRITE_…`, for the one who may change things. */
  readonly writeEnv: Readonly<Record<string, string>>;
  /** Environment of a reader with an e-mail address and an API token. */
  readonly tokenEnv: Readonly<Record<string, string>>;
  readonly requests: readonly RecordedRequest[];
  readonly forgetRequests: () => void;
  /** The newest hook that gives a reply wins. Gives back a function that takes the hook away. */
  readonly onRequest: (hook: RequestHook) => () => void;
  readonly setRateLimit: (perMinute: number | null) => void;
  readonly close: () => Promise<void>;
};

/** Opens an embedded Zendesk account over loopback HTTP. It starts with people and credentials, and no rule. */
export async function openZendesk(options: ZendeskOptions = {}): Promise<ZendeskSandbox> {
  const { subdomain = 'acme', clock: clockOptions, rateLimit = null, seed, ...settings } = options;
  const clock = openClock(clockOptions);
  const account = openAccount({ subdomain, clock, settings, ...(seed === undefined ? {} : { seed }) });
  const credentials = openCredentials(account);
  const serve = openService(account, credentials);
  const hooks: RequestHook[] = [];
  const requests: (ApiRequest & { status: number })[] = [];
  let budget = openRateBudget(clock, rateLimit);
  let number = 0;

  async function answer(request: ApiRequest): Promise<{ reply: Reply; headers: Record<string, string> }> {
    const rate = budget.take();
    const headers = { date: new Date(clock.now()).toUTCString(), ...rate.headers };
    let done: Answer | undefined;
    const proceed = () => {
      done ??= rate.refusal ?? serve(request);
      return done;
    };
    for (const hook of [...hooks].reverse()) {
      const reply = await hook(request, proceed);
      if (reply !== undefined) return { reply, headers };
    }
    return { reply: proceed(), headers };
  }

  async function respond(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    number += 1;
    const request = await readRequest(incoming, number);
    const record = { ...request, status: 0 };
    requests.push(record);
    const { reply, headers } = await answer(request).catch((error: unknown) => ({
      reply: broken(error),
      headers: {},
    }));
    if (reply.delay !== undefined) await new Promise((resolve) => setTimeout(resolve, reply.delay));
    if (reply.destroy !== 'before-headers') record.status = reply.status;
    sendReply(response, reply, headers);
  }

  // A caller that hangs up while it is read must not take the test process down.
  const server = createServer((incoming, response) => {
    respond(incoming, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${portOf(server.address())}`;

  credentials.addClient({ id: 'zendrift', secret: 'sandbox-secret', userId: trackerId, scopes: ['read'] });
  credentials.addClient({
    id: 'zendrift-write',
    secret: 'sandbox-write-secret',
    userId: trackerId,
    scopes: ['read', 'write'],
  });
  credentials.addApiToken('config-tracker@acme.example', 'sandbox-api-token');
  const place = { ZENDESK_SUBDOMAIN: subdomain, ZENDESK_URL: url };

  return {
    url,
    account,
    clock,
    credentials,
    env: { ...place, ZENDESK_CLIENT_ID: 'zendrift', ZENDESK_CLIENT_SECRET: 'sandbox-secret' },
    writeEnv: { ZENDESK_WRITE_CLIENT_ID: 'zendrift-write', ZENDESK_WRITE_CLIENT_SECRET: 'sandbox-write-secret' },
    tokenEnv: { ...place, ZENDESK_EMAIL: 'config-tracker@acme.example', ZENDESK_API_TOKEN: 'sandbox-api-token' },
    requests,
    forgetRequests: () => {
      requests.length = 0;
    },
    onRequest: (hook) => {
      hooks.push(hook);
      return () => {
        hooks.splice(hooks.indexOf(hook), 1);
      };
    },
    setRateLimit: (perMinute) => {
      budget = openRateBudget(clock, perMinute);
    },
    close: () =>
      new Promise<void>((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      }),
  };
}

function portOf(address: string | AddressInfo | null): number {
  if (address === null || typeof address === 'string') throw new Error('The sandbox has no port');
  return address.port;
}

function broken(error: unknown): Reply {
  return { status: 500, body: `The sandbox broke: ${error}` };
}
