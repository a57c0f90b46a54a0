import type { IncomingMessage, ServerResponse } from 'node:http';
import { readIssue } from '#sandbox/github/model/issues.ts';
import { Refusal } from '#sandbox/github/model/refusal.ts';
import type { Service } from '#sandbox/github/rest/answer-request.ts';
import { readBody } from '#sandbox/github/server/receive.ts';
import { postAnswer } from './answer-form.ts';
import { readHistoryPage } from './history-pages.ts';
import { html } from './html.ts';
import { toIssueList } from './issue-list.ts';
import { type Draft, toIssuePage } from './issue-page.ts';
import { type PageText, toPage, toRepositoryPath } from './page.ts';

type Reply =
  | { readonly type: 'page'; readonly status: number; readonly page: PageText }
  | { readonly type: 'redirect'; readonly to: string };

/** Serves the pages that a person looks at. They are public to whoever reaches loopback: the model holds demo data. */
export async function serveSite(
  service: Service,
  message: IncomingMessage,
  response: ServerResponse,
  url: URL,
  afterPost: () => Promise<void>,
): Promise<void> {
  const reply = isForeign(message)
    ? toMessage(403, 'This form was sent from another site.')
    : await route(service, message, url);
  if (reply.type === 'redirect') {
    if (message.method === 'POST') await afterPost();
    response.writeHead(303, { location: reply.to }).end();
    return;
  }
  response.writeHead(reply.status, {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'content-security-policy':
      "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'same-origin',
  });
  response.end(toPage(service.store, reply.page, service.gitDirectory !== undefined));
}

async function route(service: Service, message: IncomingMessage, url: URL): Promise<Reply> {
  const { store } = service;
  const base = toRepositoryPath(store);
  const path = url.pathname.replace(/\/+$/, '');
  if (path === '' || path.toLowerCase() === base.toLowerCase()) return { type: 'redirect', to: `${base}/issues` };
  if (!path.toLowerCase().startsWith(`${base.toLowerCase()}/`)) return toMessage(404, 'There is nothing here.');
  const rest = path.slice(base.length + 1);
  if (rest === 'issues') return toReply(200, toIssueList(store, url.searchParams));
  const [, number, form] = /^(?:issues|pull)\/(\d{1,9})(\/comments)?$/.exec(rest) ?? [];
  if (number === undefined) {
    const page = await readHistoryPage(store, service.gitDirectory, rest);
    return page === undefined ? toMessage(404, 'There is nothing here.') : toReply(200, page);
  }
  try {
    const issue = readIssue(store, Number(number));
    if (form === undefined) return toReply(200, toIssuePage(store, issue, toDraft(url.searchParams)));
    if (message.method !== 'POST') return { type: 'redirect', to: `${base}/issues/${number}` };
    const fields = new URLSearchParams(await readBody(message));
    const posted = postAnswer(store, issue, fields);
    if (posted.type === 'refused') return toReply(422, toIssuePage(store, issue, posted.draft));
    const again = new URLSearchParams({ as: fields.get('login') ?? '' });
    return { type: 'redirect', to: `${base}/issues/${number}?${again}#${posted.anchor}` };
  } catch (error) {
    if (error instanceof Refusal) return toMessage(error.status === 301 ? 404 : error.status, error.message);
    throw error;
  }
}

/** A page of another site, or a name that was bent to loopback, may not post in anybody's name. */
function isForeign(message: IncomingMessage): boolean {
  const { host = '', origin } = message.headers;
  const known = /^(?:127\.0\.0\.1|localhost)(?::\d+)?$/.test(host);
  return !known || (message.method === 'POST' && origin !== undefined && origin !== `http://${host}`);
}

function toDraft(query: URLSearchParams): Draft {
  return { login: query.get('as') ?? '', body: '', refusal: undefined };
}

function toReply(status: number, page: PageText): Reply {
  return { type: 'page', status, page };
}

function toMessage(status: number, words: string): Reply {
  return toReply(status, { title: words, main: html`<h1>${words}</h1><p class="quiet">Status ${status}</p>` });
}
