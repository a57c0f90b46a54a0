import { parseDigestMarker, shortState } from '#core/commit/marker.ts';
import type { LoadedLedger } from '#ledger/load-ledger.ts';
import type { Pending } from './pending.ts';

/** What a command in an issue has to name now: the state of its object, or the hash of a digest; null for nothing. */
export function nameShown({ ledger }: LoadedLedger, { subject, issue }: Pending): string | null {
  if (subject.type === 'digest') return parseDigestMarker(issue.body)?.id.slice(0, 7) ?? null;
  if (subject.type !== 'object') return null;
  const last = ledger.state.episodes.get(subject.object)?.changes.at(-1);
  return last === undefined ? null : shortState(last.after);
}
