import { compareText } from '#core/entry/audit-entry.ts';
import type { Policy } from '#policy/rule.ts';
import type { ReportedChange, UnexpectedPerson, UnexpectedReason } from '#render/report/report-result.ts';
import type { ReportRun } from './report-run.ts';

const order: readonly UnexpectedReason[] = ['rule-denies', 'rejected', 'not-listed'];

/**
 * People who made a change that they should not have made. Where the configuration names nobody, nobody can be missing
 * from it. Zendesk itself and our own write-backs are nobody's initiative.
 */
export function findUnexpected(
  changes: readonly ReportedChange[],
  { policy, logins }: Pick<ReportRun, 'logins'> & { readonly policy: Pick<Policy, 'rules'> },
): readonly UnexpectedPerson[] {
  const approving = policy.rules.filter(({ decide }) => decide === 'approved');
  const listed = new Set([...logins.keys(), ...approving.flatMap(({ actors = [] }) => actors)]);
  const found = new Map<string, { name: string; changes: number; readonly reasons: Set<UnexpectedReason> }>();
  for (const change of changes) {
    // What was before the baseline, nobody was asked about.
    if (change.reason === 'revert' || change.verdict === 'none') continue;
    const about = reasonsOf(change);
    for (const [id, name] of new Map(change.people.map((person) => [person.id, person.name]))) {
      const reasons = [...about, ...(listed.size > 0 && !listed.has(id) ? ['not-listed' as const] : [])];
      if (reasons.length === 0 || id === '-1') continue;
      const known = found.get(id) ?? { name, changes: 0, reasons: new Set() };
      found.set(id, known);
      known.changes += 1;
      for (const reason of reasons) known.reasons.add(reason);
    }
  }
  return [...found]
    .map(([id, { name, changes: count, reasons }]) => ({
      ...{ id, name, changes: count },
      reasons: order.filter((reason) => reasons.has(reason)),
    }))
    .sort((a, b) => b.changes - a.changes || compareText(a.id, b.id));
}

const reasonsOf = ({ reason, decision }: ReportedChange): readonly UnexpectedReason[] => [
  ...(reason === 'rule-denies' ? (['rule-denies'] as const) : []),
  ...(decision === 'rejected' || decision === 'reverted' ? (['rejected'] as const) : []),
];
