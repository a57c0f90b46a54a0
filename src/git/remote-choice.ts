import { ZendriftError } from '#errors.ts';
import type { ConfigEntry } from './environment.ts';

/** The remote that a clone belongs to. */
export interface RemoteChoice {
  readonly name: string;
  /** With `insteadOf` applied; it may hold a password. */
  readonly url: string;
}

/** Names with a URL: one without is no place that anything could be read from. */
function listRemotes(config: readonly ConfigEntry[]): ReadonlyMap<string, string> {
  const urls = new Map<string, string>();
  for (const [key, value] of config) {
    const [, name] = /^remote\.(.+)\.url$/s.exec(key) ?? [];
    // A name that git could take for an option is nobody's.
    if (name !== undefined && value !== '' && !name.startsWith('-') && !urls.has(name)) urls.set(name, value);
  }
  return urls;
}

/** The longest prefix wins (git-config, "url.<base>.insteadOf"). */
function expandUrl(config: readonly ConfigEntry[], url: string): string {
  let best = { prefix: '', base: '' };
  for (const [key, prefix] of config) {
    const [, base] = /^url\.(.+)\.insteadof$/s.exec(key) ?? [];
    if (base !== undefined && url.startsWith(prefix) && prefix.length > best.prefix.length) best = { prefix, base };
  }
  return best.base + url.slice(best.prefix.length);
}

/**
 * The only remote; among several `origin`, else the one that the checked-out branch follows. Null without a remote. Throws
 * `remote-unclear`.
 */
export function chooseRemote(
  directory: string,
  config: readonly ConfigEntry[],
  head: string | null,
): RemoteChoice | null {
  const urls = listRemotes(config);
  const names = [...urls.keys()];
  const upstream = config.findLast(([key]) => key === `branch.${head}.remote`)?.[1];
  const name =
    names.length < 2 ? names[0] : (names.find((one) => one === 'origin') ?? names.find((one) => one === upstream));
  const url = urls.get(name ?? '');
  if (name !== undefined && url !== undefined) return { name, url: expandUrl(config, url) };
  if (names.length === 0) return null;
  throw new ZendriftError('remote-unclear', { directory, remotes: names.join(', '), head: head ?? 'HEAD' });
}
