import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { renderFailureSummary } from '#render/failure-summary.ts';
import type { RestoreResult } from '#render/restore/restore-result.ts';
import { renderRestoreSummary } from '#render/restore/restore-summary.ts';
import type { TriageResult } from '#render/triage/triage-result.ts';
import { renderTriageSummary } from '#render/triage/triage-summary.ts';
import { mentions, references } from '../support/github-rules.ts';
import { anyText } from '../support/hostile.ts';
import { parseMarkdown, tableCells } from '../support/markdown-oracle.ts';

const triaged = (over: Partial<TriageResult> = {}): TriageResult => ({
  version: 1,
  account: 'acme',
  dryRun: false,
  commands: [
    {
      issue: 12,
      comment: '7',
      by: 'bob-gh',
      command: 'approve',
      outcome: 'decided',
      decision: 'approved',
      objects: ['trigger/1'],
    },
    { issue: 13, comment: '8', by: 'reader', command: 'reject', outcome: 'refused', why: 'permission' },
  ],
  issues: { opened: [], updated: [], closed: [] },
  openEpisodes: 1,
  headSha: null,
  stateSha: null,
  warnings: [],
  ...over,
});

const restored = (text: string): RestoreResult => ({
  version: 1,
  account: 'acme',
  to: 'a'.repeat(40),
  applied: true,
  objects: [
    {
      object: 'trigger/1',
      title: text,
      unapproved: false,
      outcome: 'restored',
      action: 'update',
      lines: [{ words: ['title is', { value: text }], added: [text] }],
      body: { title: text },
      createdAs: null,
      references: [],
    },
  ],
  warnings: [],
  requests: { zendesk: 3 },
});

test('the summary of triage says what became of each command', () => {
  expect(renderTriageSummary(triaged())).toBe(`## zendrift triage · acme

**2 commands.** 1 object not in an approved state.

| issue | command | by | result |
|---|---|---|---|
| \`#12\` | \`/approve\` | \`bob-gh\` | **approved** \`trigger/1\` |
| \`#13\` | \`/reject\` | \`reader\` | refused: \`permission\` |

`);
  expect(renderTriageSummary(triaged({ commands: [] }))).toContain('**No commands to run.**');
});

test('the summary of restore says what was brought back', () => {
  const summary = renderRestoreSummary(restored('Escalate'));
  expect(summary).toMatch(/^## zendrift restore · acme\n\n\*\*1 object of 1 restored as of aaaaaaaaaaaa\*\*\n\n```\n/);
  expect(summary).toContain('trigger/1 "Escalate" was updated\n');
});

test('the summary of a failure says who has to act', () => {
  const failed = (...codes: readonly (1 | 2 | 3)[]) =>
    renderFailureSummary(
      'verify',
      codes.map((exitCode) => ({ message: 'It broke.', hint: 'Mend it.', exitCode })),
    );
  expect(failed(1)).toContain('**The run could not finish. A later run will.**');
  expect(failed(1, 2)).toContain('**The run failed, and a person must act.**');
  expect(failed(2, 3)).toContain('**The history is damaged.**');
  expect(failed(2)).toContain('- Error: `It broke.`\n- Hint: `Mend it.`\n');
});

describe('text from outside', () => {
  const summaries = (text: string): readonly string[] => [
    renderFailureSummary('track', [{ message: text, hint: text, exitCode: 2 }]),
    renderRestoreSummary(restored(text)),
    renderTriageSummary(
      triaged({
        commands: [{ issue: 1, comment: '1', by: text, command: text, outcome: 'refused', why: text }],
        warnings: [{ code: 'git', message: text }],
      }),
    ),
  ];

  test('is code and nothing else, in a table of four columns', () => {
    fc.assert(
      fc.property(anyText, (raw) => {
        for (const markdown of summaries(`ZqHostileQz${raw}ZqHostileQz`)) {
          const { text, html, links } = parseMarkdown(markdown);
          expect(text).not.toContain('ZqHostileQz');
          expect([...mentions(text), ...references(text), ...html, ...links]).toEqual([]);
          for (const line of markdown.split('\n').filter((line) => line.startsWith('| `')))
            expect(tableCells(line)).toHaveLength(4);
        }
      }),
    );
  });
});
