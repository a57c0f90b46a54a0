import type { AuditEntry } from '#core/entry/audit-entry.ts';
import type { Episode, EpisodeChange } from '#core/state/episode.ts';
import type { IssueView } from '#render/issue/issue-view.ts';
import { blob } from './facts.ts';

/** Builders for what reports show: one ordinary example each. */
export const auditEntry = (over: Partial<AuditEntry> = {}): AuditEntry => ({
  id: '28835703787924',
  action: 'update',
  actorId: '1001',
  actorName: 'Jane Doe',
  sourceId: '28835714737428',
  sourceType: 'trigger',
  sourceLabel: 'Trigger: Escalate VIP tickets to on-call',
  description: 'Conditions changed',
  ip: '203.0.113.7',
  time: '2026-11-22T22:41:13Z',
  ...over,
});

export const episodeChange = (over: Partial<EpisodeChange> = {}): EpisodeChange => ({
  commit: '1a2b3c4d5e6f70819203a4b5c6d7e8f901234567',
  type: 'updated',
  before: '3f9c2e1d9b0a7c4e5f60718293a4b5c6d7e8f901',
  after: 'a77d01bc3e5f708192a3b4c5d6e7f8091a2b3c4d',
  entries: [auditEntry()],
  attribution: 'exact',
  observed: '2026-11-22T22:45:04Z',
  transient: false,
  verdict: {
    decision: 'unapproved',
    reason: 'no-rule-matches',
    policy: blob('5'),
    failed: [
      { rule: 'deploy-bot', clause: 'actors', found: '1001', wanted: '998877' },
      { rule: 'macro-window', clause: 'kinds', found: 'trigger', wanted: 'macro' },
    ],
  },
  risk: 'high',
  riskCodes: ['webhook-added', 'no-conditions'],
  moved: [],
  ...over,
});

export const anEpisode = (over: Partial<Episode> = {}): Episode => ({
  object: 'trigger/28835714737428',
  approvedState: '3f9c2e1d9b0a7c4e5f60718293a4b5c6d7e8f901',
  changes: [episodeChange()],
  rejected: null,
  issue: null,
  ...over,
});

export const issueView = (over: Partial<IssueView> = {}): IssueView => ({
  account: 'acme',
  episode: anEpisode(),
  kind: { name: 'trigger', plural: 'triggers' },
  description: {
    verb: 'Update',
    title: 'Escalate VIP tickets to on-call',
    lines: [
      { words: ['Action added: Notify active webhook ', { value: 'ops-relay' }, ' (01HVK3T9QK5Z0)'] },
      { words: ['Condition removed (all of): Tags contains at least one of ', { value: 'vip' }] },
    ],
  },
  steps: [],
  risk: {
    level: 'high',
    reasons: [
      { code: 'webhook-added', level: 'high', words: 'sends tickets to a new webhook' },
      { code: 'no-conditions', level: 'high', words: 'has no conditions left' },
    ],
  },
  timezone: 'Europe/Berlin',
  identities: new Map([['1001', { github: 'jane-gh' }]]),
  mayNotApprove: ['jane-gh'],
  revert: { type: 'update' },
  approval: { only: null, needed: 1, given: [], reason: false, owners: [] },
  path: 'snapshots/acme/triggers/28835714737428.json',
  diff: { before: '{\n  "active": true\n}\n', after: '{\n  "active": false\n}\n' },
  webUrl: 'https://github.com/acme/zendesk-config',
  branch: 'main',
  adminUrl: 'https://acme.zendesk.com/admin/objects-rules/rules/triggers/28835714737428',
  assignees: [],
  ...over,
});
