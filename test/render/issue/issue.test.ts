import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseMarker } from '#core/commit/marker.ts';
import type { EarlierDecision } from '#core/state/episode.ts';
import { renderIssue } from '#render/issue/issue.ts';
import { renderClosed, renderFurtherChange } from '#render/issue/issue-comment.ts';
import type { IssueView } from '#render/issue/issue-view.ts';
import { anEpisode, auditEntry, episodeChange, issueView } from '../../support/episodes.ts';
import { blob } from '../../support/facts.ts';
import { mentions, references } from '../../support/github-rules.ts';
import { anyText, hostileTexts, megabytes } from '../../support/hostile.ts';
import { parseMarkdown } from '../../support/markdown-oracle.ts';

const after = 'a77d01bc3e5f708192a3b4c5d6e7f8091a2b3c4d';
const before = '3f9c2e1d9b0a7c4e5f60718293a4b5c6d7e8f901';
const bodyOf = (over: Partial<IssueView> = {}) => renderIssue(issueView(over)).body;
const withChange = (over: Parameters<typeof episodeChange>[0]) => ({
  episode: anEpisode({ changes: [episodeChange(over)] }),
});

/** A view in which every text that Zendesk or a person gave is `text`, between two words that must never be seen as text. */
const secretWord = 'ZqHostileQz';
const earlierDecision: EarlierDecision = {
  ...{ decision: 'approved', by: 'ann', at: '2026-11-03T10:00:00Z', issue: 41, commit: blob('9') },
};
const hostileView = (raw: string, lines = 1): IssueView => {
  const text = `${secretWord}${raw}${secretWord}`;
  const change = episodeChange({
    entries: [
      auditEntry({ actorName: text, description: text, ip: text }),
      auditEntry({ actorId: '7', actorName: text }),
    ],
    attribution: 'collapsed',
    verdict: {
      decision: 'unapproved',
      reason: 'rule-covers-some',
      rule: text,
      policy: 'none',
      failed: [
        { rule: text, clause: 'titles', found: text, wanted: '*' },
        { rule: 'window', clause: 'titles', found: text, wanted: '*' },
        { rule: 'window', clause: 'actions', found: text, wanted: 'create' },
      ],
    },
  });
  return issueView({
    episode: anEpisode({
      changes: [change, change],
      rejected: { by: 'ann', byId: '7', reason: text, comment: '1' },
      earlier: [earlierDecision],
    }),
    steps: [{ from: blob('7'), lines: [{ words: ['Set to ', { value: text }], removed: [text], added: [text] }] }],
    description: {
      verb: 'Update',
      title: text,
      lines: Array.from({ length: lines }, () => ({
        words: ['Set to ', { value: text }],
        removed: [text],
        added: [text],
      })),
    },
    diff: { before: `${JSON.stringify(text)}\n${text}`, after: `${text}\n`.repeat(text.length > 100_000 ? 1 : lines) },
  });
};

describe('the issue of an episode', () => {
  it('reads as the example of the contract', () => {
    const { title, body, labels } = renderIssue(issueView());
    expect(title).toBe('[acme] Jane Doe updated trigger "Escalate VIP tickets to on-call"');
    expect(labels).toEqual(['config-drift', 'account:acme', 'risk:high']);
    expect(
      body,
    ).toBe(`<!-- zendrift:1 object=acme/trigger/28835714737428 change=28835703787924 before=${before} after=${after} -->
**Risk high** · sends tickets to a new webhook · has no conditions left

- Action added: Notify active webhook \`ops-relay\` (01HVK3T9QK5Z0)
- Condition removed (all of): Tags contains at least one of \`vip\`

| who | when | from | audit log |
|---|---|---|---|
| \`Jane Doe\` (Zendesk 1001, GitHub jane-gh) | Sun 22 Nov 2026, 23:41:13 Europe/Berlin (22:41:13 UTC) | 203.0.113.7 | \`Conditions changed\` (entry 28835703787924) |

No approval rule covers this change; closest match: \`macro-window\` (kind is trigger, not macro). No change request mentions it.

<details><summary>Rules checked (2)</summary>

- \`macro-window\`: kind is trigger, not macro
- \`deploy-bot\`: actor is \`Jane Doe\` (1001), not 998877

</details>

**Decide** in the first line of a new comment. Replace \`reason\` with your own words. \`a77d01b\` identifies the change shown here.
\`\`\`
/approve a77d01b reason
\`\`\`
- \`/approve a77d01b reason\` accepts the change and closes this issue. jane-gh cannot approve it: jane-gh made this change.
- \`/revert a77d01b reason\` undoes the change in Zendesk: the trigger is back in its approved state.
- \`/reject reason\` refuses the change without undoing it. This issue stays open until someone decides with \`/revert\` or \`/approve\`.
- \`/help\` lists all commands.

<details><summary>Diff (5 lines)</summary>

\`\`\`diff
@@ -1,3 +1,3 @@
 {
-  "active": true
+  "active": false
 }
\`\`\`

</details>

[Commit 1a2b3c4](https://github.com/acme/zendesk-config/commit/1a2b3c4d5e6f70819203a4b5c6d7e8f901234567) · [History](https://github.com/acme/zendesk-config/commits/main/snapshots/acme/triggers/28835714737428.json) · [Open in Zendesk](https://acme.zendesk.com/admin/objects-rules/rules/triggers/28835714737428) · trigger/28835714737428`);
  });

  it('shows text from Zendesk as code alone, and has no tag or link but its own', () => {
    fc.assert(
      fc.property(anyText, fc.boolean(), (text, comment) => {
        const view = hostileView(text, 3);
        const body = comment ? renderFurtherChange(view) : renderIssue(view).body;
        const parts = parseMarkdown(body);
        expect(parts.text).not.toContain(secretWord);
        // The one reference that is ours: the issue of an earlier decision.
        expect([...mentions(parts.text), ...references(parts.text)]).toEqual(comment ? [] : ['#41']);
        expect(parseMarker(body)?.object).toBe('trigger/28835714737428');
        for (const html of parts.html.slice(1))
          expect(html).toMatch(
            /^(?:<details><summary>(?:Diff \([\w, ]+\)|Rules checked \(\d+\)|All that differs from the approved state)<\/summary>|<\/details>)$/,
          );
        for (const url of parts.links)
          expect(url).toMatch(/^https:\/\/(?:github\.com\/acme\/zendesk-config|acme\.zendesk\.com)\//);
        expect(['heading', 'image', 'block_quote', 'thematic_break'].filter((type) => parts.types.has(type))).toEqual(
          [],
        );
      }),
    );
  });

  it('never cuts marker, commands and links, however much there is to show', () => {
    for (const text of [...hostileTexts, ...megabytes]) {
      const view = hostileView(text, 400);
      const many = Array.from({ length: 3_000 }, (_, index) =>
        auditEntry({ id: `${28835703787924 + index}`, description: text }),
      );
      const { body, title } = renderIssue({
        ...view,
        episode: anEpisode({ changes: [episodeChange({ entries: many, attribution: 'collapsed' })] }),
      });
      expect(body.length).toBeLessThanOrEqual(65_536);
      expect([...title].length).toBeLessThanOrEqual(256);
      expect(parseMarker(body)?.after).toBe(after);
      expect(body).toContain('\n/approve a77d01b reason\n');
      expect(body).toContain('[Open in Zendesk](');
      expect(parseMarkdown(body).html.at(-1)).toBe('</details>');
    }
  });

  it('has a title that is one plain line', () => {
    for (const text of [...hostileTexts, ...megabytes]) {
      const { title } = renderIssue(hostileView(text));
      expect(title).toMatch(/^\[acme\] \S.* and 1 other updated trigger ".*"$/);
      expect([...mentions(title), ...references(title)]).toEqual([]);
    }
  });

  it('names what an entry is missing', () => {
    expect(
      bodyOf(
        withChange({
          entries: [],
          attribution: 'none',
          verdict: { decision: 'unapproved', reason: 'no-audit-entry', policy: blob('5'), failed: [] },
        }),
      ),
    ).toContain(
      '| Unknown (no audit entry) | before Sun 22 Nov 2026, 23:45:04 Europe/Berlin (22:45:04 UTC), when zendrift detected it | unknown | no entry for this change |\n\nNo approval rule can cover this change, because the audit log has no entry for it.',
    );
    const system = auditEntry({ actorId: '-1', actorName: 'Zendesk', ip: null, description: '' });
    expect(bodyOf(withChange({ entries: [system] }))).toContain(
      '| `Zendesk` (Zendesk itself) | Sun 22 Nov 2026, 23:41:13 Europe/Berlin (22:41:13 UTC) | no IP in the log | entry 28835703787924 |',
    );
  });

  it('lists earlier changes, newest last', () => {
    const first = episodeChange({ commit: blob('1') });
    const second = episodeChange({
      entries: [auditEntry({ actorId: '1002', actorName: 'Bob Ray', time: '2026-11-22T23:10:00Z' })],
    });
    const body = bodyOf({ episode: anEpisode({ changes: [first, second] }) });
    expect(body).toContain(
      'Changed 2 times since the approved state, newest last:\n\n| change | who | when | from | audit log |\n|---|---|---|---|---|\n| updated, unapproved, [1111111](https://github.com/acme/zendesk-config/commit/',
    );
    expect(body).toContain(
      '| `Bob Ray` (Zendesk 1002) | Mon 23 Nov 2026, 00:10:00 Europe/Berlin (22 Nov 2026 23:10:00 UTC) | 203.0.113.7 |',
    );
  });

  it('names every person of every change, in a table that never grows without end', () => {
    const many = Array.from({ length: 90 }, (_, index) => ({ id: `${2000 + index}`, name: `Person ${index}` }));
    const change = (people: typeof many, seconds: number) =>
      episodeChange({
        entries: people.map(({ id, name }, index) =>
          auditEntry({ id: `${seconds}${index}`, actorId: id, actorName: name, description: 'x'.repeat(300) }),
        ),
        attribution: 'collapsed',
      });
    const [bob, jane, carl] = [
      { id: '1002', name: 'Bob Ray' },
      { id: '1001', name: 'Jane Doe' },
      { id: '1004', name: 'Carl Gone' },
    ];
    const few = issueView({ episode: anEpisode({ changes: [change([bob, jane], 1), change([carl], 2)] }) });
    expect(renderIssue(few).title).toMatch(/^\[acme\] Carl Gone and 2 others updated trigger /);
    for (const { name, id } of [bob, jane, carl])
      expect(renderIssue(few).body).toContain(`| \`${name}\` (Zendesk ${id}`);
    const full = renderIssue(
      issueView({ episode: anEpisode({ changes: [change(many.slice(0, 50), 3), change([carl], 4)] }) }),
    );
    for (const { name, id } of [...many.slice(0, 50), carl])
      expect(full.body).toMatch(new RegExp(`\`${name}\` \\((?:Zendesk )?${id}\\)`));
    const endless = renderIssue(issueView({ episode: anEpisode({ changes: [change(many, 5), change([bob], 6)] }) }));
    expect(endless.body).toMatch(/earlier audit entries, also by .* and \d+ more: see the commits\./);
    expect(endless.body.length).toBeLessThan(65_536);
  });

  it('counts a change without an entry as someone unknown, and an odd name by its id', () => {
    const nobody = episodeChange({ entries: [], attribution: 'none' });
    const titled = (...changes: ReturnType<typeof episodeChange>[]) =>
      renderIssue(issueView({ episode: anEpisode({ changes }) })).title.replace(/ updated .*/, '');
    expect(titled(nobody)).toBe('[acme] Unknown author');
    expect(titled(episodeChange(), nobody)).toBe('[acme] Unknown author and 1 other');
    expect(titled(episodeChange({ entries: [auditEntry({ actorName: ' <> ' })] }))).toBe('[acme] Zendesk user 1001');
    expect(titled(episodeChange({ entries: [auditEntry({ actorId: '-1', actorName: '' })] }))).toBe('[acme] Zendesk');
  });

  it('says why an earlier change is not approved where the newest is', () => {
    const approved = { decision: 'approved', reason: 'rule-matches', policy: blob('5'), failed: [] } as const;
    const body = bodyOf({ episode: anEpisode({ changes: [episodeChange(), episodeChange({ verdict: approved })] }) });
    expect(body).toContain('The newest change is approved (rule-matches)');
    expect(body).toContain(
      'An earlier change is not approved: no approval rule covers this change; closest match: `macro-window` (kind is trigger',
    );
  });

  it('names earlier decisions on the object, newest first, and notifies nobody', () => {
    const earlier = [{ ...earlierDecision, decision: 'rejected', by: 'bob', issue: null } as const, earlierDecision];
    const body = bodyOf({ episode: anEpisode({ earlier }) });
    const url = 'https://github.com/acme/zendesk-config/commit/';
    expect(body).toContain(
      `Earlier decisions on this trigger: approved by ann on 3 Nov 2026, #41 ([9999999](${url}${blob('9')})); rejected by bob on 3 Nov 2026 ([9999999](${url}${blob('9')})).`,
    );
    expect(mentions(parseMarkdown(body).text)).toEqual([]);
  });

  it('says what changed since the state before, where there are several', () => {
    const steps = [
      { from: blob('6'), lines: [{ words: ['Older'] }] },
      { from: blob('7'), lines: [{ words: ['Status is set to Open'] }] },
    ];
    const body = bodyOf({ steps });
    expect(body).toContain('\n\nSince the state `7777777`:\n- Status is set to Open\n\n');
    expect(body.indexOf('Since the state')).toBeGreaterThan(body.indexOf('Condition removed'));
    const back = bodyOf({ steps: [{ from: anEpisode().approvedState, lines: [{ words: ['All of it'] }] }] });
    expect(back).not.toContain('Since the state');
  });

  it('binds the commands of a deletion to "none"', () => {
    const body = bodyOf(withChange({ type: 'deleted', after: null }));
    expect(body).toContain('\n/approve none reason\n');
    expect(parseMarker(body)?.after).toBeNull();
  });

  it('tells an order, a rejection, and an object that came and went', () => {
    const headline = [{ value: 'Close spam' }, ' above ', { value: 'Auto-reply' }];
    const order = renderIssue(
      issueView({
        episode: anEpisode({ object: 'trigger/order' }),
        description: { verb: 'Reorder', title: '', headline, lines: [] },
      }),
    );
    expect(order.title).toBe('[acme] Jane Doe moved trigger "Close spam" above "Auto-reply"');
    expect(order.body).toContain('[Open the list in Zendesk](');
    const rejected = renderIssue(
      issueView({ episode: anEpisode({ rejected: { by: 'ann', byId: '7', reason: 'no', comment: '1' } }) }),
    );
    expect(rejected.labels).toContain('rejected');
    expect(rejected.body).toContain(
      '**Rejected** by ann: `no`. This issue stays open until someone decides with `/revert` or `/approve`.',
    );
    const gone = issueView({
      episode: anEpisode({
        object: 'rule/9',
        changes: [episodeChange({ type: 'none', before: null, after: null, transient: true })],
      }),
      kind: { name: 'rule', plural: 'rules' },
      description: { verb: 'Record', title: 'x', lines: [] },
      path: null,
      adminUrl: null,
    });
    expect(renderIssue(gone).title).toBe('[acme] Jane Doe created and deleted rule "x"');
    expect(parseMarker(renderIssue(gone).body)).toMatchObject({ before: null, after: null, change: '28835703787924' });
  });

  it('needs no repository on the web', () => {
    expect(bodyOf({ webUrl: null, adminUrl: null })).toMatch(/Commit 1a2b3c4d5e6f · trigger\/28835714737428$/);
  });
});

describe('an object that is back in its approved state while its issue is open', () => {
  const bad = episodeChange({ before, after });
  const back = (decision: 'approved' | 'unapproved') =>
    episodeChange({
      ...{
        before: after,
        after: before,
        risk: 'low',
        entries: [auditEntry({ id: '2', time: '2026-11-22T22:51:13Z' })],
      },
      verdict: { decision, reason: decision === 'approved' ? 'rule-matches' : 'default', policy: 'none', failed: [] },
    });
  const said =
    '**Undone**: the object is back in its approved state after 10 min. This issue stays open because the change had high risk: it needs a decision.';

  it.each(['approved', 'unapproved'] as const)(
    'says why it stays open, in its body and in the comment (undo %s)',
    (decision) => {
      const view = issueView({ episode: anEpisode({ approvedState: before, changes: [bad, back(decision)] }) });
      expect(renderIssue(view).body).toContain(said);
      expect(renderFurtherChange(view)).toContain(said);
      expect(renderIssue(view).body).not.toContain('is not back');
    },
  );

  it('names the other reason: a setting that the snapshot does not hold', () => {
    const hidden = episodeChange({ before, after, risk: 'low', otherFields: ['restriction'] });
    const body = bodyOf({ episode: anEpisode({ approvedState: before, changes: [hidden, back('unapproved')] }) });
    expect(body).toContain('stays open because the change was more than a snapshot shows');
  });

  it('is not said while the object differs', () => {
    const episode = anEpisode({
      approvedState: before,
      changes: [bad, { ...back('unapproved'), after: 'f'.repeat(40) }],
    });
    expect(bodyOf({ episode })).not.toContain('Undone');
  });
});

describe('comments on an issue', () => {
  it('carry their own marker and the commands', () => {
    const comment = renderFurtherChange(issueView());
    expect(parseMarker(comment)?.change).toBe('28835703787924');
    expect(comment).toContain(
      '**Changed again**: trigger `Escalate VIP tickets to on-call`. Commands that name an earlier state no longer work.\n\n**Risk high** · ',
    );
    expect(comment).not.toContain('Since the state');
    expect(comment).toContain('/approve a77d01b reason');
  });

  it('say what changed since the comment before, and fold the rest', () => {
    const steps = ['6', '7'].map((digit) => ({ from: blob(digit), lines: [{ words: [`Since ${digit}`] }] }));
    const comment = renderFurtherChange(issueView({ steps }), blob('6'));
    expect(comment).toContain(
      'Since the state `6666666`:\n- Since 6\n\n<details><summary>All that differs from the approved state</summary>\n\n- Action added',
    );
    expect(renderFurtherChange(issueView({ steps }), blob('1'))).toContain('- Since 7');
  });

  it('say how an episode ended and how long it was live', () => {
    expect(renderClosed({ how: 'restored', liveFor: 7_500 })).toContain('It was live for 2 h 5 min.');
    expect(renderClosed({ how: 'approved-late', liveFor: 40 })).toContain('It was live for 40 s.');
    expect(renderClosed({ how: 'approved', liveFor: 300_000, by: 'ann', reason: '@org fixes #1' })).toBe(
      '**Approved** by ann (`@org fixes #1`): this is now the approved state. It was live for 3 days 11 h.',
    );
    expect(renderClosed({ how: 'reverted', liveFor: 120 })).toContain('**Reverted**');
  });
});
