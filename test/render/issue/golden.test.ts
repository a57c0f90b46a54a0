import { expect, test } from 'vitest';
import { describeChange } from '#core/describe/describe-change.ts';
import { describeOrder } from '#core/describe/describe-order.ts';
import { describeOtherFields } from '#core/describe/describe-other-fields.ts';
import { describeTransient } from '#core/describe/describe-unchanged.ts';
import type { ObjectKey } from '#core/object-key.ts';
import { assessRisk, riskOf } from '#core/risk/risk.ts';
import { explainRisk } from '#core/risk/risk-words.ts';
import type { EpisodeChange } from '#core/state/episode.ts';
import type { Description } from '#core/words.ts';
import { findRevertEffect } from '#core/write-back/revert-effect.ts';
import { toDigestView } from '#issues/digest-view.ts';
import type { Json, JsonObject } from '#json.ts';
import { automation } from '#kinds/automation.ts';
import type { Kind } from '#kinds/kind.ts';
import { macro } from '#kinds/macro.ts';
import { trigger } from '#kinds/trigger.ts';
import { renderDashboard } from '#render/issue/dashboard.ts';
import { renderDigest } from '#render/issue/digest.ts';
import { renderIssue } from '#render/issue/issue.ts';
import { renderFurtherChange } from '#render/issue/issue-comment.ts';
import type { IssueView } from '#render/issue/issue-view.ts';
import { action, condition, names, snapshot } from '../../core/describe/builders.ts';
import { anEpisode, auditEntry, episodeChange, issueView } from '../../support/episodes.ts';
import { blob } from '../../support/facts.ts';

// What a reviewer reads in the main situations, whole: what, who, when, how risky, and what to type.

const account = names({ webhooks: { '01HVK3T9QK5Z0': 'ops-relay' } });
const calm = { firstSeenActor: false, firstSeenIp: false, offHours: false };

/** What an issue shows of an edit, made from its states as a run makes it. */
const edit = (
  kind: Kind,
  before: JsonObject | null,
  after: JsonObject | null,
): Pick<IssueView, 'kind' | 'description' | 'diff' | 'risk' | 'revert'> => {
  const [was, is] = [before && snapshot(kind, before), after && snapshot(kind, after)];
  const type = was === null ? 'created' : is === null ? 'deleted' : 'updated';
  const change = { kind, type, before: was, after: is, names: account, context: calm } as const;
  const codes = assessRisk(change).reasons.map(({ code }) => code);
  return {
    kind: { name: kind.name, plural: kind.plural },
    description: describeChange(kind, was, is, account),
    diff: { before: was?.text ?? null, after: is?.text ?? null },
    risk: explainRisk(codes, change),
    revert: findRevertEffect({ kind, names: account, titleOf: () => null }, { id: '7', recorded: is, wanted: was }),
  };
};

const texts = (amount: string): Json => [
  'channel:all',
  `Hello {{ticket.requester.first_name}},\n\nRefunds up to ${amount} EUR are paid within five days.\nKind regards`,
];
const editText = edit(
  macro,
  { actions: [action('comment_value', texts('50'))] },
  { actions: [action('comment_value', texts('5000'))] },
);

const ofMacro: Partial<IssueView> = {
  kind: { name: 'macro', plural: 'macros' },
  path: 'snapshots/acme/macros/28835714740028.json',
  adminUrl: 'https://acme.zendesk.com/admin/workspaces/agent-workspace/macros/28835714740028',
};
const bob = auditEntry({ id: '28835703787998', actorId: '1002', actorName: 'Bob Ray', ip: '198.51.100.4' });
const showing = (change: Partial<EpisodeChange>, object: ObjectKey = 'trigger/28835714737428') => ({
  episode: anEpisode({ object, changes: [episodeChange(change)] }),
});

const view = (over: Partial<IssueView>): IssueView => issueView(over);
const saying = (description: Description): Partial<IssueView> => ({ description });

const situations: Readonly<Record<string, IssueView>> = {
  'new-webhook': view({
    ...edit(
      trigger,
      { title: 'Escalate VIP', conditions: { all: [condition('current_tags', 'includes', 'vip')], any: [] } },
      {
        title: 'Escalate VIP',
        actions: [action('notification_webhook', ['01HVK3T9QK5Z0', '{"ticket": "{{ticket.id}}"}'])],
      },
    ),
  }),
  'macro-text': view({
    ...ofMacro,
    ...editText,
    episode: anEpisode({
      object: 'macro/28835714740028',
      changes: [episodeChange()],
      earlier: [{ decision: 'approved', by: 'admin-ann', at: '2026-11-03T10:00:00Z', issue: 41, commit: blob('9') }],
    }),
  }),
  'two-editors': view({
    ...ofMacro,
    ...editText,
    mayNotApprove: ['jane-gh', 'bob-gh'],
    identities: new Map([
      ['1001', { github: 'jane-gh' }],
      ['1002', { github: 'bob-gh' }],
    ]),
    ...{
      episode: anEpisode({
        object: 'macro/28835714740028',
        changes: [
          episodeChange({
            entries: [auditEntry(), bob],
            attribution: 'collapsed',
            verdict: {
              ...{ decision: 'unapproved', reason: 'rule-covers-some', rule: 'macro-window', policy: blob('5') },
              failed: [{ rule: 'macro-window', clause: 'actors', found: '1002', wanted: '1001' }],
            },
          }),
        ],
      }),
    },
  }),
  deletion: view({
    ...edit(automation, { title: 'Close ticket 4 days after solved', actions: [action('status', 'closed')] }, null),
    ...showing({ type: 'deleted', after: null }, 'automation/1500016953642'),
    path: 'snapshots/acme/automations/1500016953642.json',
    adminUrl: 'https://acme.zendesk.com/admin/objects-rules/rules/automations/1500016953642',
  }),
  reorder: view({
    risk: explainRisk(['order-changed'], {
      ...{ kind: trigger, type: 'reordered', before: null, after: null, names: account, context: calm },
    }),
    revert: { type: 'reorder' },
    ...saying(
      describeOrder(
        trigger,
        [{ category: '900', ids: ['1', '2', '3', '4'] }],
        [{ category: '900', ids: ['4', '1', '2', '3'] }],
        (id) => ({ 1: 'Auto-reply', 2: 'Notify', 3: 'Tag', 4: 'Close spam' })[id] ?? null,
        account,
        () => true,
      ),
    ),
    episode: anEpisode({ object: 'trigger/order', changes: [episodeChange({ type: 'reordered' })] }),
    path: 'snapshots/acme/triggers/order.json',
    adminUrl: 'https://acme.zendesk.com/admin/objects-rules/rules/triggers',
    diff: { before: null, after: null },
  }),
  transient: view({
    ...saying(describeTransient('Escalate VIP tickets to on-call', 2)),
    ...showing({
      ...{
        type: 'none',
        transient: true,
        after: episodeChange().before,
        entries: [auditEntry(), auditEntry({ id: '9' })],
      },
    }),
    diff: { before: null, after: null },
    risk: riskOf(['transient']),
    revert: { type: 'nothing' },
  }),
  created: view({
    ...edit(trigger, null, {
      title: 'Send everything to partner',
      actions: [action('notification_webhook', ['01HVK3T9QK5Z0', '{"id":"{{ticket.id}}"}'])],
      conditions: { all: [condition('update_type', 'is', 'Create')], any: [] },
    }),
    episode: anEpisode({ approvedState: null, changes: [episodeChange({ type: 'created', before: null })] }),
  }),
  deactivated: view({
    ...edit(trigger, { title: 'Escalate VIP' }, { title: 'Escalate VIP', active: false }),
  }),
  recipients: view({
    ...edit(
      trigger,
      {
        title: 'Auto-reply',
        actions: [action('notification_user', ['requester_and_ccs', 'We got it', 'Hello,\n\nsoon.'])],
      },
      {
        title: 'Auto-reply',
        actions: [action('notification_user', ['requester_id', 'We got it', 'Hello,\n\nlater.'])],
      },
    ),
  }),
  'hidden-setting': view({
    ...saying(describeOtherFields('Escalate VIP tickets to on-call', ['brand_id'])),
    ...showing({ type: 'none', transient: true, otherFields: ['brand_id'], after: episodeChange().before }),
    diff: { before: null, after: null },
    risk: riskOf(['other-field-changed']),
    revert: { type: 'nothing' },
  }),
  'changed-again': view({
    ...edit(trigger, { title: 'Escalate VIP' }, { title: 'Escalate all', active: false }),
    episode: anEpisode({
      changes: [
        episodeChange({ commit: blob('1'), after: blob('7') }),
        episodeChange({ before: blob('7'), entries: [{ ...bob, time: '2026-11-23T08:00:00Z' }] }),
      ],
      rejected: { by: 'admin-ann', byId: '7', reason: 'not before the release', comment: '1' },
    }),
    steps: [
      {
        from: blob('7'),
        lines: edit(trigger, { title: 'Escalate all' }, { title: 'Escalate all', active: false }).description.lines,
      },
    ],
  }),
  'no-entry': view({
    ...edit(trigger, { title: 'Escalate VIP' }, { title: 'Escalate all' }),
    ...showing({
      ...{ entries: [], attribution: 'none' },
      verdict: { decision: 'unapproved', reason: 'no-audit-entry', policy: blob('5'), failed: [] },
    }),
    mayNotApprove: [],
  }),
};

const page = ({ title, body }: { readonly title: string; readonly body: string }): string => `# ${title}\n${body}\n`;
const golden = (name: string): string => `golden/${name}.md`;

test.each(Object.entries(situations))('an issue about a change: %s', async (name, situation) => {
  await expect(page(renderIssue(situation))).toMatchFileSnapshot(golden(name));
});

test('the comment on a further change', async () => {
  const again = situations['changed-again'];
  if (again === undefined) throw new Error('there is such a situation');
  await expect(`${renderFurtherChange(again, blob('7'))}\n`).toMatchFileSnapshot(golden('comment'));
});

/** A bulk edit of three macros, and one other macro by the same person. */
const bulk: readonly IssueView[] = ['28', '48', '68', '88'].map((end, index) =>
  view({
    ...(index < 3
      ? edit(macro, { title: `Refunds ${end}` }, { title: `Refunds ${end}`, actions: [action('status', 'hold')] })
      : editText),
    ...ofMacro,
    episode: anEpisode({ object: `macro/288357147400${end}`, changes: [episodeChange({ risk: 'low' })] }),
  }),
);

test('a digest of several people and sorts', async () => {
  const byBob = { changes: [episodeChange({ entries: [{ ...bob, time: '2026-11-22T22:43:00Z' }], risk: 'medium' })] };
  const deleted = view({
    ...edit(macro, { title: 'Billing::Invoice copy', actions: [action('status', 'solved')] }, null),
    ...ofMacro,
    episode: anEpisode({ object: 'macro/28835714740088', ...byBob }),
  });
  const hidden = situations['hidden-setting'];
  const order = situations['reorder'];
  if (hidden === undefined || order === undefined) throw new Error('there are such situations');
  const digest = toDigestView([deleted, hidden, order], [212, 213], () => '7c1f0e9a2b44');
  if (digest === null) throw new Error('it has members');
  await expect(page(renderDigest(digest))).toMatchFileSnapshot(golden('digest-mixed'));
});

test('a digest of deletions says so in its title', () => {
  const deleted = bulk.slice(0, 3).map((one) => ({ ...one, ...edit(macro, { title: 'Old' }, null) }));
  const digest = toDigestView(deleted, [], () => '7c1f0e9a2b44');
  expect(digest && renderDigest(digest).title).toBe('[acme] Jane Doe deleted 3 macros, 22 Nov 2026 23:41–23:42');
});

test('a digest of a bulk edit', async () => {
  const digest = toDigestView(bulk, [212], () => '7c1f0e9a2b44');
  if (digest === null) throw new Error('it has members');
  await expect(page(renderDigest(digest))).toMatchFileSnapshot(golden('digest'));
});

test('the dashboard', async () => {
  const rows = [situations['new-webhook'], situations['changed-again'], situations['macro-text'], ...bulk.slice(0, 1)];
  const shown = rows.flatMap((row, index) =>
    row ? [{ view: row, issue: index + 1, digest: index === 3 ? { row: { hash: '7c1f0e9', number: 2 } } : null }] : [],
  );
  await expect(page(renderDashboard('acme', shown, '2026-11-25T00:00:00Z'))).toMatchFileSnapshot(golden('dashboard'));
});
