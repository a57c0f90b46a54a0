import type { Verdict } from '#core/verdict.ts';
import type { EpisodeChange } from './episode.ts';

/**
 * The verdict of a change judged again over all its entries, old and late (docs/semantics.md, Late entries). Each entry
 * is judged alone, so the old ones keep their verdict, and a policy that changed since judges only the late ones.
 */
export function withLateVerdict(explained: EpisodeChange | undefined, late: Verdict): Verdict {
  if (!explained || explained.entries.length === 0) return late;
  const known = explained.verdict;
  if (known.decision === 'unapproved') return known;
  if (late.decision === 'approved') return known.reason === 'no-visible-change' ? late : known;
  const coversSome = late.reason === 'no-rule-matches' && known.reason === 'rule-matches';
  if (!coversSome || known.rule === undefined) return late;
  return { ...late, reason: 'rule-covers-some', rule: known.rule };
}
