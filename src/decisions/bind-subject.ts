import { objectsByNumber } from '#issues/match-issues.ts';
import { readIssueViews } from '#issues/read-views.ts';
import { hasWords } from '#issues/shows-change.ts';
import type { IssueSubject } from '#issues/subject.ts';
import type { LoadedLedger } from '#ledger/load-ledger.ts';
import type { Found } from './pending.ts';
import type { TriageRun } from './triage-run.ts';

export type Bound =
  | IssueSubject
  /** Someone edited the issue, and nothing shows which change it showed. */
  | { readonly type: 'unclear' }
  /** None of ours, as far as anything that is recorded knows. */
  | { readonly type: 'nothing' };

/**
 * What the issue of a command is about: what we filed there, by its number in the state. People can edit its marker, so that
 * one counts only where the state does not know the number, and where it goes with all that the body shows.
 */
export async function bindSubject(run: TriageRun, { ledger }: LoadedLedger, { issue, claim }: Found): Promise<Bound> {
  const { state } = ledger;
  const [first, ...others] = objectsByNumber(state).get(issue.number) ?? [];
  if (first !== undefined) {
    if (others.length === 0 && claim.type !== 'digest') return { type: 'object', object: first };
    const objects = new Set([first, ...others, ...(claim.type === 'digest' ? claim.objects : [])]);
    return { type: 'digest', objects };
  }
  if (claim.type === 'unmarked') return { type: 'nothing' };
  if (claim.type !== 'object' || !state.episodes.has(claim.object)) return claim;
  const view = (await readIssueViews(run, ledger)).find(({ episode }) => episode.object === claim.object);
  return view !== undefined && hasWords(issue.body, view) ? claim : { type: 'unclear' };
}
