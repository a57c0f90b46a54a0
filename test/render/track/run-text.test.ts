import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CommitResult, RunResult } from '#render/track/run-result.ts';
import { renderRunSummary } from '#render/track/run-summary.ts';
import { renderRunText } from '#render/track/run-text.ts';
import { blob } from '../../support/facts.ts';
import { mentions, references } from '../../support/github-rules.ts';
import { anyText, hostileTexts, megabytes } from '../../support/hostile.ts';
import { parseMarkdown, tableCells } from '../../support/markdown-oracle.ts';
import { someOf } from '../../support/soak.ts';

const commit = (over: Partial<CommitResult> = {}): CommitResult => ({
  id: blob('1'),
  subject: 'Update trigger "Escalate" (28835714737428)',
  object: 'trigger/28835714737428',
  title: 'Escalate',
  type: 'updated',
  actors: [{ id: '1001', name: 'Jane Doe' }],
  ips: ['203.0.113.7'],
  auditIds: ['28835703787924'],
  time: '2026-11-22T22:41:13Z',
  attribution: 'exact',
  verdict: 'unapproved',
  reason: 'no-rule-matches',
  risk: 'high',
  url: `https://github.com/acme/zendesk-config/commit/${blob('1')}`,
  ...over,
});

const result = (over: Partial<RunResult> = {}): RunResult => ({
  version: 1,
  account: 'acme',
  dryRun: false,
  baseline: null,
  commits: [commit(), commit({ verdict: 'approved', reason: 'rule-matches', rule: 'deploy-bot', risk: 'low' })],
  pushedCommits: 1,
  commands: [],
  issues: {
    opened: [{ number: 12, url: 'https://github.com/acme/zendesk-config/issues/12', object: 'trigger/28835714737428' }],
    updated: [],
    closed: [],
  },
  notFiled: [],
  stayOpen: [],
  openEpisodes: 1,
  pending: [],
  unreadable: [],
  withoutEntry: [],
  withoutEffect: [],
  notTracked: 0,
  otherActions: 0,
  heldBack: [],
  headSha: blob('2'),
  stateSha: blob('3'),
  watermark: '2026-11-22T22:45:04Z',
  gapSeconds: 20,
  requests: { zendesk: 5, github: 3 },
  warnings: [],
  ...over,
});

const hostileResult = (text: string): RunResult => {
  const some = commit({
    subject: text,
    title: text,
    actors: [{ id: '1', name: text }],
    ips: [text],
    rule: text,
    plan: { message: text, files: [{ path: text, deleted: false }] },
  });
  const note = { object: text, reason: text };
  return result({
    commits: [some, some],
    pending: [note],
    unreadable: [note],
    heldBack: [{ kind: 'macro', reason: text }],
    notFiled: [{ object: 'trigger/1', title: text }],
    stayOpen: [{ object: 'trigger/2', title: text, number: 3 }],
    warnings: [{ code: 'git', message: text }],
  });
};

describe('the summary of a run', () => {
  it('says the verdict first, then every change, what nobody approved on top', () => {
    const approvedFirst = result({ commits: [...result().commits].reverse() });
    expect(renderRunSummary(approvedFirst)).toBe(`## zendrift · acme

**2 changes, 1 unapproved. 1 object not in an approved state.**

| verdict | change | who | IP | time (UTC) | commit |
|---|---|---|---|---|---|
| **unapproved**, high risk (no-rule-matches) | \`Update trigger "Escalate" (28835714737428)\` | \`Jane Doe\` (\`1001\`) | \`203.0.113.7\` | 2026-11-22T22:41:13Z | [1111111](https://github.com/acme/zendesk-config/commit/${blob('1')}) |
| approved (rule-matches \`deploy-bot\`) | \`Update trigger "Escalate" (28835714737428)\` | \`Jane Doe\` (\`1001\`) | \`203.0.113.7\` | 2026-11-22T22:41:13Z | [1111111](https://github.com/acme/zendesk-config/commit/${blob('1')}) |

- Issue [12](https://github.com/acme/zendesk-config/issues/12) opened: \`trigger/28835714737428\`

branch at \`222222222222\` · complete up to 2026-11-22T22:45:04Z (20 s behind) · 5 Zendesk requests, 3 GitHub requests
`);
  });

  it('says in one line that nothing happened', () => {
    expect(renderRunSummary(result({ commits: [], openEpisodes: 0 }))).toContain('**No changes.**');
    // An error follows: nothing says that all is well.
    expect(renderRunSummary(result({ commits: [], openEpisodes: 0 }), true)).toContain('**Nothing was recorded.**');
    expect(renderRunText(result({ commits: [], openEpisodes: 0 }), true)[0]).toBe('Nothing was recorded.');
    expect(renderRunSummary(result({ commits: [], baseline: { triggers: 2, macros: 1 } }))).toContain(
      '**Baseline of 3 objects: 2 triggers, 1 macro.**',
    );
    expect(renderRunSummary(result({ dryRun: true }))).toContain('**Dry run, nothing written. 2 changes');
  });

  it('calls an issue a digest only where it was opened or updated as one', () => {
    const issue = { number: 7, url: 'https://github.com/acme/zendesk-config/issues/7', object: null };
    const lines = renderRunText(result({ issues: { opened: [issue], updated: [], closed: [issue] } }));
    expect(lines).toContain(`Issue #7 opened (digest): ${issue.url}`);
    expect(lines).toContain(`Issue #7 closed: ${issue.url}`);
  });

  it('shows text from outside as code alone, in a table of six columns', () => {
    fc.assert(
      fc.property(anyText, (raw) => {
        const markdown = renderRunSummary(hostileResult(`ZqHostileQz${raw}ZqHostileQz`));
        const parts = parseMarkdown(markdown);
        expect(parts.text).not.toContain('ZqHostileQz');
        expect([...mentions(parts.text), ...references(parts.text)]).toEqual([]);
        for (const url of parts.links) expect(url).toMatch(/^https:\/\/github\.com\/acme\/zendesk-config\//);
        for (const html of parts.html) expect(html).toMatch(/^<details><summary>[\w ]+<\/summary>$|^<\/details>$/);
        for (const line of markdown.split('\n').filter((line) => line.startsWith('| **')))
          expect(tableCells(line)).toHaveLength(6);
      }),
    );
  });

  it('stays below a megabyte', () => {
    for (const text of someOf([...megabytes, ...hostileTexts.filter((text) => text.length > 30)], 3)) {
      const { commits, ...rest } = hostileResult(text);
      const plan = { message: text.slice(0, 16_384), files: [] };
      const many = Array.from({ length: 150 }, () => commits.map((one) => ({ ...one, plan }))).flat();
      const notes = Array.from({ length: 200 }, () => ({ object: text, reason: text }));
      expect(Buffer.byteLength(renderRunSummary({ ...rest, commits: many, unreadable: notes }))).toBeLessThan(
        1_000_000,
      );
    }
  });
});

describe('the lines of a run', () => {
  it('say the same for a terminal', () => {
    expect(renderRunText(result({ unreadable: [{ object: 'view/9', reason: 'HTTP 500' }], notTracked: 1 }))).toEqual([
      '2 changes, 1 unapproved. 1 object not in an approved state.',
      '1111111 UNAPPROVED (no-rule-matches) Update trigger "Escalate" (28835714737428) · Jane Doe (1001), 2026-11-22T22:41:13Z from 203.0.113.7',
      '1111111 approved (rule-matches deploy-bot) Update trigger "Escalate" (28835714737428) · Jane Doe (1001), 2026-11-22T22:41:13Z from 203.0.113.7',
      'Issue #12 opened for trigger/28835714737428: https://github.com/acme/zendesk-config/issues/12',
      '! view/9 could not be read: HTTP 500',
      '1 audit entry for objects that are not tracked',
      'Branch at 222222222222',
      'Complete up to 2026-11-22T22:45:04Z (20 s behind)',
      '5 Zendesk requests, 3 GitHub requests',
    ]);
  });

  it('hold nothing invisible, no escape sequence and no second line', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        for (const line of renderRunText(hostileResult(text))) expect(line).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]/u);
      }),
    );
  });
});
