import { createServer } from 'node:http';
import type { GitHubSandbox } from '#sandbox/github/open-github.ts';
import type { Fault } from '#sandbox/github/server/faults.ts';
import type { Reply } from '#sandbox/zendesk/http.ts';
import type { RequestHook, ZendeskSandbox } from '#sandbox/zendesk/open-zendesk.ts';
import { pick, seededRandom } from './random.ts';

export type Forecast = Readonly<Record<string, (answer: Reply, later: string) => Reply>>;

const status = (code: number, headers: Readonly<Record<string, string>> = {}): Reply => ({
  status: code,
  headers,
  body: { error: 'Fault', description: `made up ${code}` },
});

/** What an account answers on a bad day. `later` = an HTTP date some seconds from its now. */
export const zendeskFaults: Forecast = {
  '429 without Retry-After': () => status(429),
  '429, Retry-After 0': () => status(429, { 'retry-after': '0' }),
  '429, Retry-After -1': () => status(429, { 'retry-after': '-1' }),
  '429, Retry-After as a date': (_, later) => status(429, { 'retry-after': later }),
  '429, Retry-After 1e9': () => status(429, { 'retry-after': '1000000000' }),
  '500': () => status(500),
  '502 as HTML': () => ({ status: 502, body: '<html>Bad gateway</html>' }),
  '503': () => status(503, { 'retry-after': '1' }),
  '409': () => status(409),
  'reset before the headers': (answer) => ({ ...answer, destroy: 'before-headers' }),
  'reset after the headers': (answer) => ({ ...answer, destroy: 'after-headers' }),
  'a body that is cut off': (answer) => ({ ...answer, destroy: 'mid-body' }),
  'HTML with 200': () => ({ status: 200, body: '<html>Scheduled maintenance</html>' }),
  '{} with 200': () => ({ status: 200, body: {} }),
  'null with 200': () => ({ status: 200, body: null }),
  '[] with 200': () => ({ status: 200, body: [] }),
};

/** Faults of listings: the answer is well-formed, and wrong. */
export const pageFaults: Forecast = {
  'a page twice': (answer) => withPage(answer, (items) => [...items, ...items]),
  'a page that goes on for ever': (answer) => withMeta(answer, { has_more: true, after_cursor: 'again' }),
  'has_more without a cursor': (answer) => withMeta(answer, { has_more: true, after_cursor: null }),
  'links to another host': (answer) => ({
    ...answer,
    body: { ...toObject(answer.body), links: { next: 'https://elsewhere.example/api/v2/x' } },
  }),
};

/** A page that is missing: items are left out and nothing tells. Only time mends it. */
export const missingPage = (answer: Reply): Reply => withPage(answer, () => []);

const toObject = (body: Reply['body']): Record<string, never> => JSON.parse(JSON.stringify(body ?? {}));

function withPage(answer: Reply, change: (items: readonly never[]) => readonly never[]): Reply {
  const body = toObject(answer.body);
  const changed = Object.entries(body).map(([key, value]) => [key, Array.isArray(value) ? change(value) : value]);
  return { ...answer, body: Object.fromEntries(changed) };
}

const withMeta = (answer: Reply, meta: Readonly<Record<string, boolean | string | null>>): Reply =>
  answer.status === 200 ? { ...answer, body: { ...toObject(answer.body), meta } } : answer;

export const githubFaults: Readonly<Record<string, Fault>> = {
  '429': {
    status: 429,
    headers: { 'retry-after': '1' },
    body: { message: 'You have exceeded a secondary rate limit' },
  },
  '403 for the rate': { status: 403, headers: { 'retry-after': '0' }, body: { message: 'API rate limit exceeded' } },
  '429, Retry-After 1e9': { status: 429, headers: { 'retry-after': '1000000000' }, body: { message: 'no' } },
  '500': { status: 500, body: { message: 'made up' } },
  '502 as HTML': { status: 502, body: '<html>Unicorn</html>' },
  '409': { status: 409, body: { message: 'made up' } },
  'reset before the headers': { destroy: 'before-headers', body: {} },
  'reset after the headers': { destroy: 'after-headers', body: {} },
  'a body that is cut off': { destroy: 'mid-body', body: { message: 'half of it' } },
  'HTML with 200': { status: 200, body: '<html>Maintenance</html>' },
  '{} with 200': { status: 200, body: {} },
  'null with 200': { status: 200, body: null },
  'a lost answer': 'lose-answer',
};

export interface Weather {
  /** Faults so far, by name. */
  readonly seen: ReadonlyMap<string, number>;
  clear(): void;
}

/** Bad answers of both services at a rate (0 to 1), drawn from a seed; credentials that are asked for may fail as well. */
export function openWeather(
  { zendesk, github }: { readonly zendesk: ZendeskSandbox; readonly github: GitHubSandbox | null },
  { seed, rate, elsewhere }: { readonly seed: number; readonly rate: number; readonly elsewhere: string },
): Weather {
  const random = seededRandom(seed);
  const seen = new Map<string, number>();
  const note = (name: string) => seen.set(name, (seen.get(name) ?? 0) + 1);
  const redirect = { status: 302, headers: { location: `${elsewhere}/moved` } };
  const forecast: Forecast = { ...zendeskFaults, ...pageFaults, 'a redirect to another host': () => redirect };
  const hook: RequestHook = ({ path, method }, proceed) => {
    if (random() >= rate) return undefined;
    const [name, fault] = pick(random, Object.entries(forecast));
    note(`Zendesk: ${name}`);
    const later = new Date(zendesk.clock.now() + 5000).toUTCString();
    return method === 'GET' || path === '/oauth/tokens' ? fault(proceed(), later) : undefined;
  };
  const stops = [zendesk.onRequest(hook)];
  const hubFaults: Readonly<Record<string, Fault>> = {
    ...githubFaults,
    'a redirect to another host': { ...redirect, status: 307, body: {} },
  };
  if (github) {
    stops.push(
      github.onRequest(() => {
        if (random() >= rate) return undefined;
        const [name, fault] = pick(random, Object.entries(hubFaults));
        note(`GitHub: ${name}`);
        return fault;
      }),
    );
  }
  return {
    seen,
    clear: () => {
      for (const stop of stops.splice(0)) stop();
    },
  };
}

export interface Elsewhere {
  readonly url: string;
  /** Requests that came: each is one too many. */
  readonly requests: readonly string[];
  close(): Promise<void>;
}

/** Another host, which must never hear of us. */
export async function openElsewhere(): Promise<Elsewhere> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url} ${request.headers.authorization ?? ''}`);
    response.end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
