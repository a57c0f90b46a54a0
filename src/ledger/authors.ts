import type { Config } from '#config/config.ts';

/** Logins whose markers count: the configured ones, and our own as far as they are known. */
export const authorsOf = (
  { issues }: { readonly issues: Pick<Config['issues'], 'authors'> },
  ...logins: ReadonlyArray<string | null>
): ReadonlySet<string> => new Set([...issues.authors, ...logins.flatMap((login) => login ?? [])]);
