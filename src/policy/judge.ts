import type { Attribution, ChangeType } from '#core/change.ts';
import type { AuditEntry } from '#core/entry/audit-entry.ts';
import type { ObjectKey } from '#core/object-key.ts';
import type { FailedClause, Verdict } from '#core/verdict.ts';
import { type ChangedObject, listChangeFailures, listEntryFailures } from './clauses.ts';
import { judgeByRequests, noRequests, type RequestContext } from './judge-requests.ts';
import type { Policy, PolicyDecision } from './rule.ts';

/** What a verdict depends on, and nothing else. */
export interface VerdictInput extends ChangedObject {
  readonly object: ObjectKey;
  readonly type: ChangeType;
  readonly attribution: Attribution;
  readonly transient: boolean;
  /** All entries of the change, oldest first, with their full addresses: privacy comes after the verdict. */
  readonly entries: readonly AuditEntry[];
  /** False where the change left the snapshot as it was. */
  readonly visible: boolean;
}

/** How one entry was judged. */
interface Judgement {
  readonly decision: PolicyDecision;
  /** The first rule that held, or null where `default` decided. */
  readonly rule: string | null;
  readonly failed: readonly FailedClause[];
}

/**
 * Each entry is judged alone by the first rule that holds for it, else by `default`; a change is approved only if
 * every entry is, and the reason is that of the first entry that is not (docs/semantics.md, Verdicts).
 */
export function judge(policy: Policy, subject: VerdictInput, context: RequestContext = noRequests): Verdict {
  const { entries } = subject;
  const { blob } = policy;
  if (entries.length === 0 || subject.attribution === 'none') {
    return { decision: 'unapproved', reason: 'no-audit-entry', policy: blob, failed: [] };
  }
  if (!subject.visible && !subject.transient && entries.length === 1) {
    return { decision: 'approved', reason: 'no-visible-change', policy: blob, failed: [] };
  }
  // Titles are long and hostile, entries may be many: what is the same for all entries is looked at once.
  const changeFailures = policy.rules.map((rule) => listChangeFailures(rule, subject));
  const judged = entries.map((entry) => judgeEntry(policy, changeFailures, entry));
  const deciding = judged.find(({ decision }) => decision === 'unapproved');
  if (deciding === undefined) return toApproval(judged, blob);
  const refusal = toRefusal(deciding, judged, blob);
  // A request speaks after the rules: for entries that none of them decides, never against one that denies.
  if (judged.some(({ decision, rule }) => decision === 'unapproved' && rule !== null)) return refusal;
  const open = entries.filter((_, index) => judged[index]?.rule === null);
  const { rule, failed } = judgeByRequests(subject.object, open, context);
  return rule === null
    ? { ...refusal, failed: [...refusal.failed, ...failed] }
    : { decision: 'approved', reason: 'change-request', rule, policy: blob, failed: [] };
}

function judgeEntry(
  policy: Policy,
  changeFailures: readonly (readonly FailedClause[])[],
  entry: AuditEntry,
): Judgement {
  const failed: FailedClause[] = [];
  for (const [index, rule] of policy.rules.entries()) {
    const ofRule = [...(changeFailures[index] ?? []), ...listEntryFailures(rule, entry, policy.timezone)];
    if (ofRule.length === 0) return { decision: rule.decide, rule: rule.name, failed: [] };
    // A rule that would have decided as the default does explains nothing.
    if (rule.decide !== policy.default) failed.push(...ofRule.sort(byClause));
  }
  return { decision: policy.default, rule: null, failed };
}

/** The order in which a rule's clauses are listed: who, what, how, from where, when. */
const clauses: readonly FailedClause['clause'][] = ['actors', 'kinds', 'objects', 'actions', 'titles', 'ips', 'window'];
const byClause = (a: FailedClause, b: FailedClause): number => clauses.indexOf(a.clause) - clauses.indexOf(b.clause);

/** An approval is as good as its weakest entry: one that only `default` let pass makes it `default`. */
function toApproval(judged: readonly Judgement[], policy: string): Verdict {
  const byDefault = judged.find(({ rule }) => rule === null);
  if (byDefault !== undefined) return { decision: 'approved', reason: 'default', policy, failed: byDefault.failed };
  const rule = judged.find((it) => it.rule !== null)?.rule ?? '';
  return { decision: 'approved', reason: 'rule-matches', rule, policy, failed: [] };
}

function toRefusal(deciding: Judgement, judged: readonly Judgement[], policy: string): Verdict {
  const { rule, failed } = deciding;
  if (rule !== null) return { decision: 'unapproved', reason: 'rule-denies', rule, policy, failed };
  const covering = judged.find((it) => it.decision === 'approved' && it.rule !== null)?.rule ?? null;
  return covering === null
    ? { decision: 'unapproved', reason: 'no-rule-matches', policy, failed }
    : { decision: 'unapproved', reason: 'rule-covers-some', rule: covering, policy, failed };
}
