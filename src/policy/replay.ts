import { isMaskedIp } from '#core/entry/privacy.ts';
import { kindOf } from '#core/object-key.ts';
import type { RecordedChange } from '#core/state/recorded-change.ts';
import type { Verdict } from '#core/verdict.ts';
import { listChangeFailures, listEntryFailures } from './clauses.ts';
import { judge, type VerdictInput } from './judge.ts';
import type { Policy, Rule } from './rule.ts';

/** Titles before and after a change; null where the object was not there. */
export interface Titles {
  readonly before: string | null;
  readonly after: string | null;
}

const noTitles: Titles = { before: null, after: null };

export type Replayed =
  | { readonly type: 'judged'; readonly verdict: Verdict }
  /** History does not hold what the rules ask for. */
  | { readonly type: 'unknown'; readonly why: string };

/** Whether some rule could match a change if its title were right: only then the title has to be read. */
export function asksForTitles({ rules, timezone }: Policy, change: RecordedChange): boolean {
  const subject = toInput(change, noTitles);
  return rules.some((rule) => {
    if (rule.titles === undefined) return false;
    const { titles: _titles, ips: _ips, ...rest } = rule;
    return listChangeFailures(rest, subject).length === 0 && matchesSome(rest, change, timezone);
  });
}

const matchesSome = (rule: Rule, { change }: RecordedChange, timezone: string): boolean =>
  change.entries.some((entry) => listEntryFailures(rule, entry, timezone).length === 0);

/** The verdict that a policy gives to a recorded change, as it is known now: with all entries that the log showed late. */
export function replayChange(policy: Policy, recorded: RecordedChange, titles: Titles): Replayed {
  const { change, commit } = recorded;
  // What zendrift wrote itself was decided by a person, and no rule is asked.
  if (change.verdict.reason === 'revert') return { type: 'judged', verdict: change.verdict };
  const subject = toInput(recorded, titles);
  const ruled = asksForAddress(policy, subject);
  if (ruled !== null)
    return { type: 'unknown', why: `rule "${ruled}" asks for an address, which is not recorded in full` };
  const verdict = judge(policy, subject, {
    requests: [...recorded.requests.values()],
    created: change.type === 'created',
    after: change.after,
    otherFields: change.otherFields ?? [],
    explains: commit,
  });
  const isOther = verdict.decision !== change.verdict.decision;
  if (isOther && recorded.ownWrite) return { type: 'unknown', why: 'zendrift made a part of the change itself' };
  return { type: 'judged', verdict };
}

const toInput = ({ object, change }: RecordedChange, titles: Titles): VerdictInput => ({
  object,
  kind: kindOf(object),
  type: change.type,
  attribution: change.attribution,
  transient: change.transient,
  entries: change.entries,
  titleBefore: titles.before,
  titleAfter: titles.after,
  visible: change.type !== 'none' || change.otherFields !== undefined,
});

/** The first rule whose verdict depends on an address that privacy has masked. */
function asksForAddress({ rules, timezone }: Policy, subject: VerdictInput): string | null {
  if (!rules.some(({ ips }) => ips !== undefined)) return null;
  for (const entry of subject.entries.filter(({ ip }) => ip !== null && isMaskedIp(ip))) {
    const first = rules.find(({ ips: _ips, ...rest }) => {
      const failures = [...listChangeFailures(rest, subject), ...listEntryFailures(rest, entry, timezone)];
      return failures.length === 0;
    });
    if (first?.ips !== undefined) return first.name;
  }
  return null;
}
