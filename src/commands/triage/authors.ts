import type { Issues } from '#ports.ts';
import { authorsOf } from '../track/issues/authors.ts';
import type { TriageRun } from './run.ts';

/** Logins whose markers count: the configured ones and our own. The client asks GitHub for it once. */
export async function readAuthors({
  config,
  issues,
}: Pick<TriageRun, 'config'> & { readonly issues: Issues }): Promise<ReadonlySet<string>> {
  return authorsOf(config, await issues.readLogin());
}
