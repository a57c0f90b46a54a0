import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type GitHubModel, type ModelOptions, openModel, sandboxToken } from './model/model.ts';
import type { Service } from './rest/answer-request.ts';
import { openRate, type RateOptions } from './rest/rate.ts';
import { openHooks, type RecordedRequest, type RequestHook } from './server/faults.ts';
import { sendAnswer } from './server/send.ts';
import { apiPrefix, openApiServer, toApiPath } from './server/serve-api.ts';
import { serveSite } from './site/serve-site.ts';

export type GitHubOptions = ModelOptions & {
  /** 0, the default, lets the machine choose. Always bound to 127.0.0.1. */
  readonly port?: number;
  readonly rate?: RateOptions;
  /** A bare repository that answers contents, commits and comparisons, and that the site links into. */
  readonly gitDirectory?: string;
};

export type GitHubSandbox = {
  /** For GITHUB_API_URL, e.g. `http://127.0.0.1:41234/api/v3`. */
  readonly url: string;
  /** For GITHUB_GRAPHQL_URL. */
  readonly graphqlUrl: string;
  /** For GITHUB_SERVER_URL; a browser is sent on to the issues. */
  readonly serverUrl: string;
  /** For GITHUB_REPOSITORY, `acme/zendesk-config`. */
  readonly repository: string;
  /** For GITHUB_TOKEN: an Actions token of `github-actions[bot]`. */
  readonly token: string;
  readonly model: GitHubModel;
  /** API requests in the order in which they were answered. */
  readonly requests: readonly RecordedRequest[];
  /** Lets a test answer in GitHub's place; returns what ends it. */
  readonly onRequest: (hook: RequestHook) => () => void;
  /** Answers 503 to everything; returns what ends it. */
  readonly goDown: () => () => void;
  /** Called after each form that a person sends at the site; the person sees the page once it is done. */
  readonly onPost: (hook: () => Promise<void>) => void;
  /** Begins a new hour in which the token has this many REST requests. */
  readonly limitRequests: (limit: number) => void;
  readonly close: () => Promise<void>;
};

/** Starts an embedded GitHub with one repository on loopback HTTP. */
export async function openGitHub(options: GitHubOptions = {}): Promise<GitHubSandbox> {
  const model = openModel(options);
  const requests: RecordedRequest[] = [];
  const hooks = openHooks();
  let serve = async (_message: IncomingMessage, response: ServerResponse): Promise<void> => void response.destroy();
  const server = createServer((message, response) => {
    serve(message, response).catch((error: unknown) => {
      // A mistake in the sandbox is to be seen as one, not as a hanging test.
      const body = { message: `Sandbox error: ${error instanceof Error ? error.stack : String(error)}` };
      if (response.headersSent) response.destroy();
      else sendAnswer(response, { status: 500, body });
    });
  });
  const port = await new Promise<number>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
  const web = `http://127.0.0.1:${port}`;
  const service: Service = {
    store: model.store,
    origins: { web, api: `${web}${apiPrefix}` },
    rate: openRate(model.clock, options.rate),
    gitDirectory: options.gitDirectory,
  };
  let afterPost = async (): Promise<void> => {};
  const serveApi = openApiServer(service, hooks, (request) => void requests.push(request));
  serve = async (message, response) => {
    const url = new URL(message.url ?? '/', web);
    if (toApiPath(url.pathname) !== undefined) await serveApi(message, response, url);
    else await serveSite(service, message, response, url, () => afterPost());
  };
  const { owner, name } = model.repository();
  return {
    url: service.origins.api,
    graphqlUrl: `${service.origins.api}/graphql`,
    serverUrl: web,
    repository: `${owner}/${name}`,
    token: sandboxToken,
    model,
    requests,
    onRequest: hooks.add,
    goDown: () => hooks.add(() => ({ status: 503, body: { message: 'Service unavailable' } })),
    onPost: (hook) => {
      afterPost = hook;
    },
    limitRequests: service.rate.renew,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
