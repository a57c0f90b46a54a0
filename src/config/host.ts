/** Whether a URL's host is this machine: the only place that plain http may go to. */
export const isLoopback = (url: URL): boolean =>
  url.hostname === 'localhost' || url.hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(url.hostname);

/** A URL that credentials may be sent to, without a slash at its end; null where it is none. */
export function parseTrustedUrl(text: string): URL | null {
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  const plain = url.username === '' && url.password === '' && url.search === '' && url.hash === '';
  return plain && (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url))) ? url : null;
}

/** A URL that a message may be posted to; unlike ours it may have a query, which often is the secret. */
export function parseWebhookUrl(text: string): URL | null {
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  const isPlain = url.username === '' && url.password === '';
  return isPlain && (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url))) ? url : null;
}

/** `https://host/path` without a slash at its end. */
export const toBaseUrl = (url: URL): string => url.href.replace(/\/+$/, '');

/** Whether a token for one may be sent to the other; on this machine each server has a port of its own. */
export const isSameHost = (a: URL, b: URL): boolean => a.host === b.host || (isLoopback(a) && isLoopback(b));

/**
 * The GraphQL API that belongs to a REST API: `/graphql` below it, but for GitHub Enterprise Server, which has `/api/v3` and
 * `/api/graphql`. https://docs.github.com/en/enterprise-server/graphql/guides/forming-calls-with-graphql
 */
export const toGraphqlUrl = (apiUrl: string): string =>
  isLoopback(new URL(apiUrl)) || !apiUrl.endsWith('/api/v3')
    ? `${apiUrl}/graphql`
    : apiUrl.replace(/\/v3$/, '/graphql');
