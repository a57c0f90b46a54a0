import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDigestMarker, parseMarker } from '#core/commit/marker.ts';
import { isHighRiskLine, renderDigest } from '#render/issue/digest.ts';
import type { DigestRow, DigestView } from '#render/issue/digest-view.ts';
import { blob } from '../../support/facts.ts';
import { mentions, references } from '../../support/github-rules.ts';
import { anyText, hostileTexts, megabytes } from '../../support/hostile.ts';
import { parseMarkdown, tableCells } from '../../support/markdown-oracle.ts';

const row = (count: number, over: Partial<DigestRow> = {}, title = 'Billing::Refunds'): DigestRow => ({
  kind: { name: 'macro', plural: 'macros' },
  verb: 'Update',
  lines: [{ words: ['Status is set to On-hold (was Pending)'] }],
  risk: 'low',
  reasons: ['no sign of risk'],
  people: [{ id: '1001', name: 'Jane Doe' }],
  from: '2026-11-20T10:02:13Z',
  to: '2026-11-20T10:07:55Z',
  revertable: true,
  folder: 'snapshots/acme/macros',
  objects: Array.from({ length: count }, (_, index) => ({
    marker: {
      account: 'acme',
      object: `macro/${28835714740000 + index}`,
      change: `${28835703787924 + index}`,
      before: blob('3'),
      after: blob('a'),
    },
    title,
    commit: blob('1'),
    adminUrl: `https://acme.zendesk.com/admin/macros/${index}`,
  })),
  ...over,
});

const digestView = (over: Partial<DigestView> = {}): DigestView => ({
  account: 'acme',
  id: '7c1f0e9a2b44',
  people: [{ id: '1001', name: 'Jane Doe' }],
  mayNotApprove: ['jane-gh'],
  ips: ['203.0.113.7'],
  from: '2026-11-20T10:02:13Z',
  to: '2026-11-20T10:07:55Z',
  timezone: 'Europe/Berlin',
  identities: new Map([['1001', { github: 'jane-gh' }]]),
  rows: [row(300), row(1, { lines: [{ words: ['Comment, 3 of 12 lines'] }] }, 'Billing | full')],
  highRisk: [212],
  assignees: [],
  rejected: false,
  webUrl: 'https://github.com/acme/zendesk-config',
  branch: 'main',
  ...over,
});

const textsOf = (view: DigestView) => {
  const { body, comments } = renderDigest(view);
  return [body, ...comments];
};

describe('a digest', () => {
  it('of one change says so, and ends no cell in a colon', () => {
    const lines = [
      { words: ['Action added: Email user, body of 1 line:'], added: ['', 'Dear | {{ticket.requester}}'] },
      { words: ['Comment, 1 of 2 lines:'], removed: ['old words'], added: [''] },
      { words: ['Note, body of 1 line:'], added: [' '] },
    ];
    const { title, body } = renderDigest(digestView({ rows: [row(1, { lines })] }));
    expect(title).toContain('[acme] Jane Doe changed 1 object, 20 Nov 2026');
    expect(body).toContain('changed 1 object,');
    expect(body).toContain(
      'body of 1 line: `Dear \\| {{ticket.requester}}` · Comment, 1 of 2 lines: `old words` · Note, body of 1 line |',
    );
  });

  it('reads as the example of the contract', () => {
    const { title, body, labels } = renderDigest(digestView());
    expect(title).toBe('[acme] Jane Doe changed 301 objects, 20 Nov 2026 11:02–11:08');
    expect(labels).toEqual(['config-drift', 'account:acme', 'risk:low']);
    expect(body.split('\n<details>', 1)[0]).toBe(`<!-- zendrift:1 digest=acme/7c1f0e9a2b44 changes=301 -->
\`Jane Doe\` (Zendesk 1001, GitHub jane-gh) changed 301 objects, Friday 20 November 2026, 11:02:13–11:07:55 Europe/Berlin, from 203.0.113.7.

| # | kind | objects | what changed | risk | why | when (Europe/Berlin) | links | to approve |
|--:|---|--:|---|---|---|---|---|---|
| 1 | macro | 300 | **Updated** \`Billing::Refunds\`, \`Billing::Refunds\`, \`Billing::Refunds\` and 297 more (listed below): Status is set to On-hold (was Pending) | low | no sign of risk | 11:02:13–11:07:55 | [first](https://github.com/acme/zendesk-config/commit/${blob('1')}) · [all](https://github.com/acme/zendesk-config/commits/main/snapshots/acme/macros) | \`/approve 7c1f0e9 1 reason\` |
| 2 | macro | 1 | **Updated** \`Billing \\| full\`: Comment, 3 of 12 lines | low | no sign of risk | 11:02:13–11:07:55 | [commit](https://github.com/acme/zendesk-config/commit/${blob('1')}) · [diff](https://github.com/acme/zendesk-config/commit/${blob('1')}.diff) · [Zendesk](https://acme.zendesk.com/admin/macros/0) | \`/approve 7c1f0e9 2 reason\` |

Not included: 1 high-risk change by the same person, #212.

**Decide** in the first line of a new comment. Replace \`reason\` with your own words. \`7c1f0e9\` identifies the changes shown here; the number after it is the row.
\`\`\`
/approve 7c1f0e9 all reason
\`\`\`
- \`/approve 7c1f0e9 all reason\` accepts all of them; \`/approve 7c1f0e9 1 reason\` accepts row 1. jane-gh cannot approve it: jane-gh made these changes.
- \`/revert 7c1f0e9 all reason\` undoes all of them in Zendesk; \`/revert 7c1f0e9 1 reason\` undoes row 1.
- \`/reject 2 reason\` refuses row 2 without undoing it.
- \`/split 2\` opens a separate issue for each object of row 2.
- \`/help\` lists all commands.
`);
  });

  it('names everybody who has a part in it', () => {
    const people = [
      { id: '1001', name: 'Jane Doe' },
      { id: '1002', name: 'Bob Ray' },
    ];
    const { title, body } = renderDigest(digestView({ people, mayNotApprove: ['jane-gh', 'bob-gh'] }));
    expect(title).toMatch(/^\[acme\] Jane Doe and 1 other changed 301 objects/);
    expect(body).toContain(
      '`Jane Doe` (Zendesk 1001, GitHub jane-gh) and `Bob Ray` (Zendesk 1002) changed 301 objects',
    );
    expect(body).toContain(' jane-gh and bob-gh cannot approve rows with changes of their own.');
    expect(body).toContain('| who, when (Europe/Berlin) |');
    expect(body).toContain('| `Jane Doe`, 11:02:13–11:07:55 |');
    expect(body.split('\n').filter(isHighRiskLine)).toEqual([
      'Not included: 1 high-risk change by the same people, #212.',
    ]);
  });

  it('says in its title and its rows what was done, and what /revert does', () => {
    const gone = (over: Partial<DigestRow> = {}) =>
      row(1, { verb: 'Delete', lines: [{ words: ['Was active; 1 action'] }], ...over }, 'Old');
    const deleted = renderDigest(digestView({ rows: [gone()] }));
    expect(deleted.title).toBe('[acme] Jane Doe deleted 1 macro, 20 Nov 2026 11:02–11:08');
    expect(deleted.body).toContain('| **Deleted** `Old`: was active; 1 action |');
    expect(deleted.body).toContain('Deleted objects are created again with new ids.');
    const trigger = { kind: { name: 'trigger', plural: 'triggers' } };
    const two = renderDigest(digestView({ rows: [gone(), gone(trigger)] }));
    expect(two.title).toContain('Jane Doe deleted 2 objects, ');
    const mixed = renderDigest(digestView({ rows: [gone(), row(2, { revertable: false })] }));
    expect(mixed.title).toContain('Jane Doe changed 3 objects, ');
    expect(mixed.body).toContain(' changed 3 objects (1 deleted, 2 updated), ');
    expect(mixed.body).toContain("It can't undo row 2.");
    expect(renderDigest(digestView({ rows: [row(1, { revertable: false })] })).body).not.toContain('`/revert 7c1f0e9');
  });

  it('names an order, and a title of one', () => {
    const [object] = row(1).objects;
    const order = row(1, {
      ...{ verb: 'Reorder', lines: [{ words: ['It moved'] }] },
      objects: object ? [{ ...object, title: '', marker: { ...object.marker, object: 'macro/order' } }] : [],
    });
    const { title, body } = renderDigest(digestView({ rows: [order] }));
    expect(title).toContain('Jane Doe reordered macros, ');
    expect(body).toContain('| **Reordered** the macros: It moved |');
    expect(body).toMatch(/- \[order\]\(.*\) of the macros$/m);
    expect(body).not.toContain('(empty)');
  });

  it('hides nothing: what a row has no room for stands with its objects', () => {
    const lines = Array.from({ length: 12 }, (_, index) => ({ words: [`Change ${index}`] }));
    const { body } = renderDigest(digestView({ rows: [row(1, { lines })] }));
    expect(body).toContain('Change 7 · 4 more (listed below) |');
    expect(body).toContain('<details><summary>Row 1: 1 macro</summary>\n\n- Change 0\n');
    expect(body).toContain('\n- Change 11\n');
  });

  it('has one marker an object, over body and comments, each within the limit of GitHub', () => {
    const view = digestView({ rows: [row(900), row(3), row(700, {}, 'x'.repeat(300))] });
    const texts = textsOf(view);
    expect(texts.length).toBeGreaterThan(3);
    for (const text of texts) {
      expect(text.length).toBeLessThanOrEqual(65_536);
      expect(parseDigestMarker(text)).toEqual({ account: 'acme', id: '7c1f0e9a2b44', changes: 1603 });
      const { html } = parseMarkdown(text);
      const count = (part: string) => html.join('\n').split(part).length - 1;
      expect(count('<details>')).toBe(count('</details>'));
    }
    const listed = texts.flatMap((text) => text.split('\n').flatMap((line) => parseMarker(line) ?? []));
    expect(listed).toEqual(view.rows.flatMap(({ objects }) => objects.map(({ marker }) => marker)));
  });

  it('shows text from Zendesk as code alone, in a table of nine columns', () => {
    fc.assert(
      fc.property(anyText, (raw) => {
        const text = `ZqHostileQz${raw}ZqHostileQz`;
        const lines = [{ words: ['Set to ', { value: text }] }];
        const view = digestView({
          people: [{ id: '1', name: text }],
          ips: [text],
          rows: [row(2, { lines }, text), row(1, { lines }, text)],
          highRisk: [],
        });
        const [body = ''] = textsOf(view);
        const parts = parseMarkdown(body);
        expect(parts.text).not.toContain('ZqHostileQz');
        expect([...mentions(parts.text), ...references(parts.text)]).toEqual([]);
        for (const url of parts.links)
          expect(url).toMatch(/^https:\/\/(?:github\.com\/acme\/zendesk-config|acme\.zendesk\.com)\//);
        for (const html of parts.html.join('\n').split('\n').filter(Boolean))
          expect(html).toMatch(
            /^(?:<!-- zendrift:1 [\w=/. -]+ -->|<details><summary>Row \d+: [\w ]+<\/summary>|<\/details>)$/,
          );
        for (const line of body.split('\n').filter((line) => /^\| \d/.test(line)))
          expect(tableCells(line)).toHaveLength(9);
      }),
    );
  });

  it('stays within the limits whatever the texts hold', () => {
    for (const text of [...hostileTexts, ...megabytes]) {
      const lines = [{ words: ['Set to ', { value: text }] }];
      const rows = Array.from({ length: 40 }, () => row(10, { lines }, text));
      const view = digestView({ people: [{ id: '1', name: text }], rows });
      expect(Math.max(...textsOf(view).map((part) => part.length))).toBeLessThanOrEqual(65_536);
      expect([...renderDigest(view).title].length).toBeLessThanOrEqual(256);
    }
  });

  it('says both days where it spans two', () => {
    const { title, body } = renderDigest(digestView({ to: '2026-11-21T10:00:00Z' }));
    expect(title).toContain('20 Nov 2026 11:02–21 Nov 2026 11:00');
    expect(body).toContain('11:02:13–Saturday 21 November 2026, 11:00:00 Europe/Berlin');
  });
});
