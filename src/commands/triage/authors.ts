import type { Issues } from '#ports.ts';
import type { TriageRun } from './run.ts';

/** Logins whose markers count: the configured ones and our own. The client asks GitHub for it once. */
export async function readAuthors({
  config,
  issues,
}: Pick<TriageRun, 'config'> & { readonly issues: Issues }): Promise<ReadonlySet<string>> {
  const login = await issues.readLogin();
  return new Set([...config.issues.authors, ...(login === null ? [] : [login])]);
}
