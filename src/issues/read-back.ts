import { printTermsMark } from '#core/commit/marker.ts';
import type { Ledger } from '#ledger/publish.ts';
import type { Issues } from '#ports.ts';
import { problemLines, readBackLines } from '#render/issue/read-back-text.ts';
import type { IssueRun } from './issue-run.ts';
import { readRequest, readTitlesOf } from './read-request.ts';

/** The mark, and the request as it is understood, or what is wrong with it. */
export async function readBack(
  run: Pick<IssueRun, 'config' | 'repository'> & { readonly issues: Issues },
  ledger: Ledger,
  body: string,
): Promise<readonly string[]> {
  const { config } = run;
  const request = await readRequest(run, ledger, body);
  const mark = printTermsMark(config.account, request.hash);
  if (request.type === 'unusable') return [mark, ...problemLines(request.problems)];
  const titles = await readTitlesOf(ledger, request.terms.objects);
  const place = {
    timezone: config.timezone,
    identities: config.identities,
    titleOf: (one: string) => titles.get(one) ?? null,
    pullRequest: request.pullRequest,
    webUrl: run.issues.webUrl,
  };
  return [mark, ...readBackLines(request.terms, request.hash, place)];
}
