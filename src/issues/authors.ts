import type { Config } from '#config/config.ts';
import type { Issues } from '#ports.ts';

/** Logins whose markers count: the configured ones, and our own as far as they are known. */
export const authorsOf = (
  { issues }: Pick<Config, 'issues'>,
  ...logins: ReadonlyArray<string | null>
): ReadonlySet<string> => new Set([...issues.authors, ...logins.flatMap((login) => login ?? [])]);

/** The same, with our own login asked from GitHub, which the client does once. */
export async function readAuthors({
  config,
  issues,
}: {
  readonly config: Pick<Config, 'issues'>;
  readonly issues: Issues;
}): Promise<ReadonlySet<string>> {
  return authorsOf(config, await issues.readLogin());
}
