import { expect, test } from 'vitest';
import { describeChange } from '#core/describe/describe-change.ts';
import { describeOrder } from '#core/describe/describe-order.ts';
import { describeTransient } from '#core/describe/describe-unchanged.ts';
import type { ObjectKey } from '#core/object-key.ts';
import type { EpisodeChange } from '#core/state/episode.ts';
import type { Description } from '#core/words.ts';
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
const edit = (
  kind: Kind,
  before: JsonObject | null,
  after: JsonObject | null,
): Pick<IssueView, 'description' | 'diff'> => {
  const [was, is] = [before && snapshot(kind, before), after && snapshot(kind, after)];
  return {
    description: describeChange(kind, was, is, account),
    diff: { before: was?.text ?? null, after: is?.text ?? null },
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

const low: Partial<IssueView> = { risk: { level: 'low', reasons: [] } };
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
    ...low,
    ...ofMacro,
    ...editText,
    episode: anEpisode({
      object: 'macro/28835714740028',
      changes: [episodeChange()],
      earlier: [{ decision: 'approved', by: 'admin-ann', at: '2026-11-03T10:00:00Z', issue: 41, commit: blob('9') }],
    }),
  }),
  'two-editors': view({
    ...low,
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
    kind: { name: 'automation', plural: 'automations' },
    risk: { level: 'high', reasons: [{ code: 'deleted', level: 'high', words: 'an active automation is gone' }] },
  }),
  reorder: view({
    ...low,
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
    ...low,
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
    ...(index < 3 ? low : { risk: { level: 'medium', reasons: [] } }),
    ...(index < 3
      ? edit(macro, { title: `Refunds ${end}` }, { title: `Refunds ${end}`, actions: [action('status', 'hold')] })
      : editText),
    ...ofMacro,
    episode: anEpisode({ object: `macro/288357147400${end}`, changes: [episodeChange({ risk: 'low' })] }),
  }),
);

test('a digest of a bulk edit', async () => {
  const digest = toDigestView(bulk, [212], () => '7c1f0e9a2b44');
  if (digest === null) throw new Error('it has members');
  await expect(page(renderDigest(digest))).toMatchFileSnapshot(golden('digest'));
});

test('the dashboard', async () => {
  const rows = [situations['new-webhook'], situations['changed-again'], situations['macro-text'], ...bulk.slice(0, 1)];
  const shown = rows.flatMap((row, index) => (row ? [{ view: row, issue: index + 1, inDigest: index === 3 }] : []));
  await expect(page(renderDashboard('acme', shown, '2026-11-25T00:00:00Z'))).toMatchFileSnapshot(golden('dashboard'));
});
