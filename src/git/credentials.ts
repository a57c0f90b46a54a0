import type { ConfigEntry } from './environment.ts';
import type { GitConfig } from './read-config.ts';

export interface GitHubAccess {
  /** `https://github.com`; plain http only on loopback. */
  readonly serverUrl: string;
  readonly token: string;
}

const loopback = /^http:\/\/(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])(?::\d+)?(?:\/|$)/;

/**
 * Whether a header for this URL says who we are; others do no harm beside ours. An empty value takes back what stood before
 * it (git-config, "http.extraHeader").
 */
function bringsAuthorization(config: readonly ConfigEntry[], url: string): boolean {
  let brings = false;
  for (const [key, value] of config) {
    if (!/^http\.(?:.*\.)?extraheader$/s.test(key)) continue;
    const scope = key.slice('http.'.length, -'extraheader'.length).replace(/\.$/, '');
    // A pattern for many hosts is taken as meant for this one: two headers are worse than none of ours.
    const isMeant = scope.includes('*') || url.toLowerCase().startsWith(scope.toLowerCase());
    if (isMeant && (value === '' || /^authorization:/i.test(value))) brings = value !== '';
  }
  return brings;
}

/**
 * Configuration that sends the token to the GitHub server behind the URL of the remote, or none where this checkout brings
 * its own way in: another kind of URL, a name in the URL, a header of actions/checkout, a credential helper of its own. The
 * empty value in front removes whatever came before for the same URL; two authorization headers are answered with HTTP 400.
 */
export function toCredentials(
  { all, own }: GitConfig,
  url: string,
  access: GitHubAccess | undefined,
): readonly ConfigEntry[] {
  if (access === undefined || access.token === '') return [];
  const server = `${access.serverUrl.replace(/\/+$/, '')}/`;
  if (!server.startsWith('https://') && !loopback.test(server)) return [];
  if (!url.toLowerCase().startsWith(server.toLowerCase())) return [];
  if (bringsAuthorization(all, url)) return [];
  if (own.some(([key, value]) => /^credential\.(?:.*\.)?helper$/s.test(key) && value.trim() !== '')) return [];
  const key = `http.${server}.extraheader`;
  const basic = Buffer.from(`x-access-token:${access.token}`).toString('base64');
  return [
    [key, ''],
    [key, `AUTHORIZATION: basic ${basic}`],
  ];
}
