import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RiskLevel } from '#core/words.ts';
import { type DashboardRow, renderDashboard, shownInDashboard } from '#render/issue/dashboard.ts';
import { anEpisode, auditEntry, episodeChange, issueView } from '../../support/episodes.ts';
import { mentions, references } from '../../support/github-rules.ts';
import { anyText, hostileTexts, megabytes } from '../../support/hostile.ts';
import { parseMarkdown, tableCells } from '../../support/markdown-oracle.ts';

const row = (over: Partial<DashboardRow> = {}): DashboardRow => ({
  view: issueView(),
  issue: 3,
  digest: null,
  ...over,
});

const now = '2026-11-25T00:00:00Z';
const rowsOf = (body: string) => body.split('\n').filter((line) => /^\| (?:high|medium|low)/.test(line));

describe('the dashboard', () => {
  it('says how risky, what, who, since when, where to look and what to type', () => {
    const commit = 'https://github.com/acme/zendesk-config/commit/1a2b3c4d5e6f70819203a4b5c6d7e8f901234567';
    expect(rowsOf(renderDashboard('acme', [row()], now).body)).toEqual([
      `| high: sends tickets to a new webhook | trigger \`Escalate VIP tickets to on-call\` (28835714737428) | Updated: Action added: Notify active webhook \`ops-relay\` (01HVK3T9QK5Z0) · Condition removed (all of): Tags contains at least one of \`vip\` | \`Jane Doe\` (Zendesk 1001, GitHub jane-gh) | 22 Nov 2026 23:41 (2 days) | #3 | [commit](${commit}) · [diff](${commit}.diff) · [Zendesk](https://acme.zendesk.com/admin/objects-rules/rules/triggers/28835714737428) | \`/approve a77d01b reason\` |`,
    ]);
  });

  it('names who rejected it, counts the others who have a part in it, and offers the command for its row of a digest', () => {
    const bob = episodeChange({ entries: [auditEntry({ actorId: '1002', actorName: 'Bob Ray' })] });
    const episode = anEpisode({
      changes: [episodeChange(), bob],
      rejected: { by: 'ann', byId: '7', reason: 'no', comment: '1' },
    });
    const [line = ''] = rowsOf(
      renderDashboard(
        'acme',
        [row({ view: issueView({ episode }), digest: { row: { hash: '7c1f0e9', number: 3 } } })],
        now,
      ).body,
    );
    expect(line).toContain('| #3, row 3, rejected by ann |');
    expect(line).toContain('| `Bob Ray` (Zendesk 1002) and 1 other |');
    expect(line).toMatch(/\| `\/approve 7c1f0e9 3 reason` \|$/);
  });

  it('says what was done, once, and where to look up the command of a digest that is not all at hand', () => {
    const description = {
      ...({ verb: 'Deactivate', title: 'A' } as const),
      lines: [{ words: ['Deactivated: it no longer runs'] }],
    };
    const [line = ''] = rowsOf(
      renderDashboard('acme', [row({ view: issueView({ description }), digest: { row: null } })], now).body,
    );
    expect(line).toContain('| Deactivated: it no longer runs |');
    expect(line).toContain('| #3 (digest) |');
    expect(line).toMatch(/\| see the digest \|$/);
  });

  it('lists the highest risk first, then what waits longest', () => {
    const open = (id: number, time: string) =>
      anEpisode({ object: `trigger/${id}`, changes: [episodeChange({ entries: [auditEntry({ time })] })] });
    const levels: Readonly<Record<string, RiskLevel>> = { 'trigger/1': 'low', 'trigger/2': 'high', 'trigger/3': 'low' };
    const episodes = [
      open(1, '2026-11-20T00:00:00Z'),
      open(2, '2026-11-22T00:00:00Z'),
      open(3, '2026-11-19T00:00:00Z'),
    ];
    const shown = shownInDashboard(episodes, ({ object }) => levels[object] ?? 'medium');
    expect(shown.map(({ object }) => object)).toEqual(['trigger/2', 'trigger/3', 'trigger/1']);
  });

  it('shows text from Zendesk as code alone, in a table of eight columns', () => {
    fc.assert(
      fc.property(anyText, (raw) => {
        const text = `ZqHostileQz${raw}ZqHostileQz`;
        const change = episodeChange({ entries: [auditEntry({ actorName: text })] });
        const view = issueView({
          episode: anEpisode({ changes: [change] }),
          description: { verb: 'Update', title: text, lines: [] },
        });
        const { body } = renderDashboard('acme', [row({ view, issue: null })], now);
        const parts = parseMarkdown(body);
        expect(parts.text).not.toContain('ZqHostileQz');
        expect([...mentions(parts.text), ...references(parts.text)]).toEqual([]);
        expect(parts.html).toHaveLength(1);
        for (const line of rowsOf(body)) expect(tableCells(line)).toHaveLength(8);
      }),
    );
  });

  it('stays within the limit of GitHub, and says how many rows are missing', () => {
    for (const title of [...hostileTexts, ...megabytes]) {
      const view = issueView({ description: { verb: 'Update', title, lines: [] } });
      const { body } = renderDashboard(
        'acme',
        Array.from({ length: 200 }, () => row({ view })),
        now,
        5_000,
      );
      expect(body.length).toBeLessThanOrEqual(65_536);
      expect(body).toContain(`… and ${5_000 - rowsOf(body).length} more`);
    }
  });
});
