import { ZendriftError } from '#errors.ts';
import { type Answer, readDate, toGitHubError, toNonsenseError, toWait } from './answer.ts';
import { type Api, type Outage, toRateLimit } from './outage.ts';
import { parseList } from './parse.ts';
import type { RetryBudget } from './retry.ts';
import { graphqlPath, type Request, type Transport } from './transport.ts';

export interface SendOptions {
  /** False = send once: after a lost answer or a 5xx someone must look before it is sent again. */
  readonly repeat?: boolean;
  /** Refusals that the caller understands; others throw. */
  readonly accept?: readonly number[];
}

/** One page of a list. */
export interface Page {
  readonly items: readonly unknown[];
  readonly hasNext: boolean;
  /** GitHub's clock, UTC in whole seconds; null where the answer does not say it. */
  readonly time: string | null;
}

type Parameters = Readonly<Record<string, unknown>>;

export interface GitHubClient {
  /** Throws `github-credentials`, `github-forbidden`, `github-refused`, `github-unavailable`, `rate-limited`, `stopped`. */
  send(request: Request, options?: SendOptions): Promise<Answer>;
  /** Pages count from 1 and hold 100 items. */
  readPage(path: string, parameters: Parameters, page: number, options?: SendOptions): Promise<Page>;
  /** All items of all pages, in GitHub's order; none where GitHub answers what `options` accept. */
  list(path: string, parameters: Parameters, options?: SendOptions): Promise<readonly unknown[]>;
  /** Requests sent so far. */
  requestCount(): number;
  /** Waits 1, 4, 9 … seconds; throws `cause` where that is longer than the run may last, or where waiting did not help before. */
  backOff(failures: number, request: string, cause: ZendriftError): Promise<void>;
  /** Remembers that a request failed after all its tries. */
  giveUp(cause: ZendriftError): void;
}

export interface ClientOptions {
  readonly transport: Transport;
  readonly retryBudget: RetryBudget;
  readonly outage: Outage;
  /** `owner/name`, put into `{owner}` and `{repo}`. */
  readonly repository: string;
  readonly signal: AbortSignal;
  readonly warn: (text: string) => void;
}

const triesAfterFailure = 3;
/** Longest time that one request waits for rate limits, in milliseconds: an hourly budget is not waited for. */
const longestWait = 60_000;
/** Longest time for one answer, in milliseconds. */
const timeout = 60_000;
/** 100 items a page: far more issues or comments than a repository that people read has. */
export const maxPages = 1000;

/** Sends with retries: waits out rate limits, repeats what is safe to repeat, never beyond the deadline. */
export function openGitHubClient({
  transport,
  retryBudget,
  outage,
  repository,
  signal,
  warn,
}: ClientOptions): GitHubClient {
  const [owner = '', repo = ''] = repository.split('/');
  let sent = 0;

  const ask = async (request: Request, name: string): Promise<Answer | ZendriftError> => {
    retryBudget.check(name);
    const limit = AbortSignal.any([signal, AbortSignal.timeout(Math.ceil(Math.min(timeout, retryBudget.left())))]);
    sent += 1;
    // A parameter without a place in the path would go into the query.
    const place = request.path.includes('{owner}') ? { owner, repo } : {};
    const reply = await transport({ ...request, parameters: { ...request.parameters, ...place } }, limit);
    if (reply.type === 'lost') {
      // Ours to stop, not GitHub's to blame.
      retryBudget.check(name);
      return new ZendriftError('github-unavailable', { request: name, reason: reply.reason });
    }
    return reply.answer.status >= 500 ? toGitHubError(reply.answer, name, repository) : reply.answer;
  };

  const fail = (error: ZendriftError): never => {
    outage.gaveUp(error);
    throw error;
  };

  const backOff = async (failures: number, name: string, cause: ZendriftError): Promise<void> => {
    const pause = failures * failures * 1000;
    if (!outage.mayWait() || pause >= retryBudget.left()) throw cause;
    await retryBudget.wait(pause, name);
  };

  const send = async (request: Request, { repeat = true, accept = [] }: SendOptions = {}): Promise<Answer> => {
    const name = toName(request, owner, repo);
    const api: Api = request.path === graphqlPath ? 'graphql' : 'rest';
    outage.check(name, api, retryBudget.now());
    let failures = 0;
    for (let waited = 0; ; ) {
      const answer = await ask(request, name);
      if (answer instanceof ZendriftError) {
        failures += 1;
        if (!outage.mayWait() || failures > triesAfterFailure) return fail(answer);
        if (!repeat) throw answer;
        await backOff(failures, name, answer);
        continue;
      }
      outage.answered();
      const pause = toWait(answer, retryBudget.now());
      if (pause === null) {
        if (answer.status < 300 || accept.includes(answer.status)) return answer;
        throw toGitHubError(answer, name, repository);
      }
      waited += pause;
      if (waited > longestWait || pause >= retryBudget.left()) {
        outage.limited(api, retryBudget.now() + pause);
        throw toRateLimit(name, pause);
      }
      warn(`GitHub asks to wait ${Math.ceil(pause / 1000)} s before ${name}`);
      await retryBudget.wait(pause, name);
    }
  };

  const readPage: GitHubClient['readPage'] = async (path, parameters, page, options) => {
    const request: Request = { method: 'GET', path, parameters: { ...parameters, per_page: 100, page } };
    const answer = await send(request, options);
    const items = answer.status < 300 ? parseList(answer.data) : [];
    if (items === null) throw toNonsenseError(toName(request, owner, repo), 'a list');
    // Only whether there is a next page is believed; its address is made here. A page may be short without being the last.
    return { items, hasNext: /;\s*rel="?next\b/i.test(answer.headers['link'] ?? ''), time: readDate(answer) };
  };

  const list: GitHubClient['list'] = async (path, parameters, options) => {
    const items: unknown[] = [];
    for (let page = 1; page <= maxPages; page += 1) {
      const found = await readPage(path, parameters, page, options);
      items.push(...found.items);
      if (!found.hasNext) return items;
    }
    throw toNonsenseError(`GET ${path}`, 'a list that ends');
  };

  return { requestCount: () => sent, send, readPage, list, backOff, giveUp: outage.gaveUp };
}

/** `GET /repos/acme/zendesk-config/issues/12`, for people. */
export const toName = ({ method, path, parameters }: Request, owner: string, repo: string): string =>
  `${method} ${path.replace(/\{(\w+)\}/g, (_, key: string) => encodeURIComponent(String({ ...parameters, owner, repo }[key])))}`;
