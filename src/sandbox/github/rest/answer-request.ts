import { type Actor, checkGrant, checkVisible } from '#sandbox/github/model/actor.ts';
import { GraphqlRefusal, Refusal, refuseUnknown } from '#sandbox/github/model/refusal.ts';
import type { Store } from '#sandbox/github/model/store.ts';
import { authenticate } from './authenticate.ts';
import type { Answer, ApiRequest, Context, Origins, Route } from './exchange.ts';
import { parseJson } from './parse.ts';
import type { Rate } from './rate.ts';
import { findRoute } from './routes.ts';

export type Service = {
  readonly store: Store;
  readonly origins: Origins;
  readonly rate: Rate;
  readonly gitDirectory: string | undefined;
};

/** Answers one API request as GitHub would; refusals become their JSON. */
export async function answerRequest(service: Service, request: ApiRequest, text: string): Promise<Answer> {
  try {
    return await answerOrRefuse(service, request, text);
  } catch (error) {
    if (error instanceof Refusal) return toAnswer(service, error);
    if (error instanceof GraphqlRefusal) {
      const { type, message } = error;
      return { status: 200, body: { data: null, errors: [{ type, message }] } };
    }
    throw error;
  }
}

function toAnswer({ origins }: Service, refusal: Refusal): Answer {
  const { status, message, errors, headers } = refusal;
  const target = headers['location'];
  const moved = target === undefined ? {} : { location: `${origins.api}${target}` };
  const url = target === undefined ? {} : { url: `${origins.api}${target}` };
  const documentation_url = 'https://docs.github.com/rest';
  const details = errors.length > 0 ? { errors } : {};
  return {
    status,
    headers: { ...headers, ...moved },
    body: { message, ...details, ...url, documentation_url, status: String(status) },
  };
}

async function answerOrRefuse(service: Service, sent: ApiRequest, text: string): Promise<Answer> {
  const { store } = service;
  if (sent.headers['user-agent'] === undefined) {
    throw new Refusal(
      403,
      'Request forbidden by administrative rules. Please make sure your request has a User-Agent header',
    );
  }
  const { id, owner, name } = store.repository;
  const prefix = `/repositories/${id}/`;
  const path = sent.path.startsWith(prefix) ? `/repos/${owner}/${name}/${sent.path.slice(prefix.length)}` : sent.path;
  const actor = authenticate(store, sent.headers['authorization']);
  service.rate.count(sent.method, path);
  const match = findRoute(sent.method, path);
  if (match === undefined) throw refuseUnknown();
  checkRoute(store, match.route, match.params, actor);
  const context: Context = {
    ...service,
    params: match.params,
    actor,
    request: { ...sent, path, body: parseJson(text) },
  };
  return await match.route.answer(context, actor ?? nobody);
}

/** Never used for a write: `checkGrant` has refused those. */
const nobody: Actor = {
  user: { id: 0, login: '', name: null, email: null, type: 'User', permission: 'none' },
  grant: undefined,
};

function checkRoute(store: Store, route: Route, params: Context['params'], actor: Actor | undefined): void {
  if (params['repo'] === undefined) return;
  const wanted = `${params['owner']}/${params['repo']}`.toLowerCase();
  const { owner, name, archived } = store.repository;
  if (wanted !== `${owner}/${name}`.toLowerCase()) throw refuseUnknown();
  checkVisible(store, actor);
  if (route.needs !== undefined) checkGrant(actor, route.needs.scope, route.needs.access);
  const refusal = route.method === 'GET' ? undefined : store.refusing.get(issueOf(store, params));
  if (refusal !== undefined) throw refusal;
  if (archived && route.method !== 'GET') throw new Refusal(403, 'Repository was archived so is read-only.');
}

/** The issue that a request is about, by its own number or that of a comment; -1 for any other request. */
function issueOf(store: Store, params: Context['params']): number {
  return Number(params['issue_number'] ?? store.comments.get(Number(params['comment_id']))?.issue ?? -1);
}
