import { isSameHost, parseTrustedUrl, toBaseUrl, toGraphqlUrl } from './host.ts';
import { type InputValues, inputs } from './inputs.ts';
import type { Need, Reader } from './reader.ts';

export interface GithubSettings {
  /** Issues are filed only where both are known. */
  readonly repository: string | null;
  readonly token: string | null;
  /** Without a slash at their end. The token is sent to `apiUrl` and to `graphqlUrl`, which are on one host. */
  readonly apiUrl: string;
  readonly graphqlUrl: string;
  readonly serverUrl: string;
}

const repositoryPattern = /^[A-Za-z0-9][A-Za-z0-9_-]{0,99}\/(?!\.{1,2}$)[A-Za-z0-9._-]{1,100}$/;

export function parseGithub({ read, refuse, nameOf }: Reader, need: Need, values: InputValues): GithubSettings {
  const readUrl = (name: 'github-api-url' | 'github-server-url'): string => {
    const otherwise = inputs[name].default;
    const text = need === 'nothing' ? null : read(name);
    if (text === null) return otherwise;
    const url = parseTrustedUrl(text);
    if (url === null) refuse(name, 'an https URL without user, query or fragment');
    return url === null ? otherwise : toBaseUrl(url);
  };
  const apiUrl = readUrl('github-api-url');
  const readGraphqlUrl = (): string => {
    const otherwise = toGraphqlUrl(apiUrl);
    const text = need === 'nothing' ? null : read('github-graphql-url');
    if (text === null) return otherwise;
    const url = parseTrustedUrl(text);
    if (url !== null && isSameHost(url, new URL(apiUrl))) return toBaseUrl(url);
    // A runner names its own GitHub here, also where the issues are filed at another one.
    const isMeant = url === null || Boolean(values['github-graphql-url']?.trim());
    if (isMeant) refuse('github-graphql-url', `an https URL on the host of ${nameOf('github-api-url')} (${apiUrl})`);
    return otherwise;
  };
  const repository = need === 'nothing' ? null : read('github-repository');
  const isName = repository === null || repositoryPattern.test(repository);
  if (!isName) refuse('github-repository', 'owner/name');
  return {
    repository: isName ? repository : null,
    token: need === 'nothing' ? null : read('github-token'),
    apiUrl,
    graphqlUrl: readGraphqlUrl(),
    serverUrl: readUrl('github-server-url'),
  };
}
