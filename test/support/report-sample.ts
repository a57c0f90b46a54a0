import type { ReportedChange, ReportResult } from '#render/report/report-result.ts';

export const sampleCommit = '0123456789abcdef0123456789abcdef01234567';
const sampleUrl = `https://github.com/acme/data/commit/${sampleCommit}`;

/** A change in which one text stands wherever a text from elsewhere can. */
export const aChange = (text: string, over: Partial<ReportedChange> = {}): ReportedChange => ({
  time: '2026-11-22T22:12:13Z',
  object: 'trigger/1',
  kind: 'trigger',
  title: text,
  change: 'updated',
  actor_name: text,
  actor_id: '1001',
  ip: text,
  verdict: 'unapproved',
  reason: 'no-rule-matches',
  rule: null,
  risk: 'high',
  decision: 'approved',
  decided_by: text,
  decided_at: '2026-11-22T23:00:00Z',
  commit: sampleCommit,
  issue: 12,
  words: text,
  what: text,
  url: sampleUrl,
  adminUrl: 'https://acme.zendesk.com/admin/objects-rules/rules/triggers/1',
  lines: [{ words: ['Title: ', { value: text }], removed: [text], added: [`x${text}`] }],
  people: [{ id: '1001', name: text, login: 'jane-gh', ip: text }],
  auditIds: ['1'],
  attribution: 'exact',
  riskCodes: ['webhook-added'],
  offHours: true,
  outcome: 'approved',
  decisionReason: `x${text}`,
  secondsToDecision: 2867,
  fourEyes: true,
  ...over,
});

/** A report in which one text stands wherever a text from elsewhere can. */
export function aReport(text: string, url: string | null = sampleUrl): ReportResult {
  const change = aChange(text, { url });
  const who = { id: '1001', name: text };
  const count = { changes: 1, unapproved: 1, offHours: 1 };
  return {
    version: 1,
    account: 'acme',
    input: null,
    from: '2026-11-01T00:00:00Z',
    to: '2026-11-30T23:59:59Z',
    timezone: 'Europe/Berlin',
    around: null,
    filters: { actor: [], kind: [], verdict: [], risk: [], object: [] },
    head: sampleCommit,
    hours: { basis: 'hours', windows: ['tue 18:00–20:00 Europe/Berlin'] },
    totals: {
      ...{
        changes: 2,
        people: 1,
        approved: 1,
        unapproved: 1,
        withoutEntry: 0,
        unattributedShare: 0,
        offHours: 1,
        deleted: 1,
      },
      ...{
        decided: 1,
        medianSecondsToDecision: 2867,
        longestSecondsToDecision: 2867,
        fourEyes: 1,
        fourEyesShare: 1,
        open: 1,
      },
    },
    people: [
      { ...who, login: null, ...count },
      { ...who, id: '1002', login: null, ...count },
    ],
    kinds: [{ kind: 'trigger', changes: 2, created: 0, updated: 1, deleted: 1, reordered: 0, other: 0, unapproved: 1 }],
    days: [
      { day: '2026-11-20', ...count },
      { day: '2026-11-22', ...count },
    ],
    activity: [{ day: '2026-11-22', ...who, ...count }],
    objects: [{ object: 'trigger/1', title: text, people: 1, last: change.time, ...count }],
    deletions: [{ ...change, object: 'trigger/1' }],
    unexpected: [{ ...who, changes: 1, reasons: ['rejected', 'not-listed'] }],
    firstSeen: [{ type: 'address', ...who, ip: text, time: change.time, commit: sampleCommit }],
    open: [
      {
        ...{ object: 'trigger/1', title: text, what: text, since: change.time, commit: sampleCommit, url },
        ...{ issue: 12, people: [text], risk: 'high', rejectedBy: text },
      },
    ],
    changes: [
      change,
      { ...change, verdict: 'approved', rule: `x${text}`, outcome: null, decision: null, decisionReason: null },
    ],
  };
}
