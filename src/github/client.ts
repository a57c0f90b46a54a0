import { ZendriftError } from '#errors.ts';
import { type Answer, nonsense, toError, toWait } from './answer.ts';
import { parseList } from './parse.ts';
import type { Patience } from './patience.ts';
import type { Request, Transport } from './transport.ts';

export interface SendOptions {
  /** False = send once: after a lost answer or a 5xx somebody must look before it is sent again. */
  readonly repeat?: boolean;
  /** Refusals that the caller understands; others throw. */
  readonly accept?: readonly number[];
}

export interface Client {
  /** Throws `github-credentials`, `github-forbidden`, `github-refused`, `github-unavailable`, `rate-limited`, `stopped`. */
  send(request: Request, options?: SendOptions): Promise<Answer>;
  /** All items of all pages, in GitHub's order. */
  list(path: string, parameters: Readonly<Record<string, unknown>>): Promise<readonly unknown[]>;
  /** Requests sent so far. */
  requestCount(): number;
  /** Waits 1, 4, 9 … seconds; throws `cause` where that is longer than the run may last. */
  backOff(failures: number, request: string, cause: ZendriftError): Promise<void>;
}

export interface ClientOptions {
  readonly transport: Transport;
  readonly patience: Patience;
  /** `owner/name`, put into `{owner}` and `{repo}`. */
  readonly repository: string;
  readonly signal: AbortSignal;
  readonly warn: (text: string) => void;
}

const triesAfterFailure = 3;
const waitsForRate = 3;
/** Longest time for one answer, in milliseconds. */
const timeout = 60_000;
/** 100 items a page: far more issues or comments than a repository that people read has. */
const maxPages = 1000;

/** Sends with patience: waits out rate limits, repeats what is safe to repeat, never beyond the deadline. */
export function openClient({ transport, patience, repository, signal, warn }: ClientOptions): Client {
  const [owner = '', repo = ''] = repository.split('/');
  let sent = 0;

  const ask = async (request: Request, name: string): Promise<Answer | ZendriftError> => {
    patience.check(name);
    const limit = AbortSignal.any([signal, AbortSignal.timeout(Math.ceil(Math.min(timeout, patience.left())))]);
    sent += 1;
    // A parameter without a place in the path would go into the query.
    const place = request.path.includes('{owner}') ? { owner, repo } : {};
    const reply = await transport({ ...request, parameters: { ...request.parameters, ...place } }, limit);
    if (reply.type === 'lost') {
      // Ours to stop, not GitHub's to blame.
      patience.check(name);
      return new ZendriftError('github-unavailable', { request: name, reason: reply.reason });
    }
    return reply.answer.status >= 500 ? toError(reply.answer, name, repository) : reply.answer;
  };

  const backOff = async (failures: number, name: string, cause: ZendriftError): Promise<void> => {
    const pause = failures * failures * 1000;
    if (pause >= patience.left()) throw cause;
    await patience.wait(pause, name);
  };

  const send = async (request: Request, { repeat = true, accept = [] }: SendOptions = {}): Promise<Answer> => {
    const name = toName(request, owner, repo);
    let failures = 0;
    for (let waits = 0; ; ) {
      const answer = await ask(request, name);
      if (answer instanceof ZendriftError) {
        failures += 1;
        if (!repeat || failures > triesAfterFailure) throw answer;
        await backOff(failures, name, answer);
        continue;
      }
      const pause = toWait(answer, patience.now());
      if (pause === null) {
        if (answer.status < 300 || accept.includes(answer.status)) return answer;
        throw toError(answer, name, repository);
      }
      waits += 1;
      const seconds = Math.ceil(pause / 1000);
      if (waits > waitsForRate || pause >= patience.left()) {
        throw new ZendriftError('rate-limited', { service: 'GitHub', seconds, request: name });
      }
      warn(`GitHub asks to wait ${seconds} s before ${name}`);
      await patience.wait(pause, name);
    }
  };

  const list: Client['list'] = async (path, parameters) => {
    const items: unknown[] = [];
    for (let page = 1; page <= maxPages; page += 1) {
      const request: Request = { method: 'GET', path, parameters: { ...parameters, per_page: 100, page } };
      const answer = await send(request);
      const found = parseList(answer.data);
      if (found === null) throw nonsense(toName(request, owner, repo), 'a list');
      items.push(...found);
      // Only whether there is a next page is believed; its address is made here. A page may be short without being the last.
      if (!/;\s*rel="?next\b/i.test(answer.headers['link'] ?? '')) return items;
    }
    throw nonsense(`GET ${path}`, 'a list that ends');
  };

  return { requestCount: () => sent, send, list, backOff };
}

/** `GET /repos/acme/zendesk-config/issues/12`, for people. */
export const toName = ({ method, path, parameters }: Request, owner: string, repo: string): string =>
  `${method} ${path.replace(/\{(\w+)\}/g, (_, key: string) => encodeURIComponent(String({ ...parameters, owner, repo }[key])))}`;
