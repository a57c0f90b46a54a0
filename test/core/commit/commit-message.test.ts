import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CommitText, renderCommitMessage } from '#core/commit/commit-message.ts';
import { parseFacts, printFacts } from '#core/commit/parse-facts.ts';
import { parseTrailers } from '#core/commit/trailer-block.ts';
import type { AuditEntry } from '#core/entry/audit-entry.ts';
import type { Description } from '#core/words.ts';
import { aChange, aDecision, anEntry, anyFacts } from '../../support/facts.ts';
import { gitLines, mentions, references, skipMarkers } from '../../support/github-rules.ts';
import { anyText, hostileTexts, megabytes } from '../../support/hostile.ts';

const auditEntry = (over: Partial<AuditEntry> = {}): AuditEntry => ({
  ...anEntry(),
  ip: '203.0.113.7',
  sourceId: '28835714737428',
  sourceType: 'trigger',
  sourceLabel: 'Trigger: x',
  description: 'Conditions changed',
  ...over,
});

const description = (lines: Description['lines'], verb: Description['verb'] = 'Update'): Description => ({
  verb,
  title: '',
  lines,
});

const object = (over: object = {}) =>
  ({ type: 'object', verb: 'Update', kind: 'trigger', id: '28835714737428', title: 'Escalate', ...over }) as const;

const bodyOf = (message: string): string => message.slice(0, message.lastIndexOf('\n\n'));
const subjectOf = (subject: CommitText['subject']): string =>
  renderCommitMessage({ subject, facts: aChange() }).split('\n', 1)[0] ?? '';

const hostileCommit = fc
  .record({ text: anyText, other: anyText, title: anyText, kind: fc.constantFrom('trigger', 'macro'), facts: anyFacts })
  .map(
    ({ text, other, title, kind, facts }): CommitText => ({
      subject: object({ kind, title }),
      notes: [['2 edits by ', { value: text }, ' between two checks.']],
      description: description([
        { words: ['Action added: ', { value: text }, ' (', { value: other }, ')'] },
        { words: ['Comment: ', other], removed: [text, other], added: [other] },
      ]),
      entries: [auditEntry({ description: text, actorName: other }), auditEntry({ description: other })],
      comment: text,
      closing: [['Back again: ', { value: other }]],
      facts,
    }),
  );

describe('a commit message', () => {
  it('reads as the example of a trigger', () => {
    const message = renderCommitMessage({
      subject: object({ title: 'Escalate VIP tickets to on-call' }),
      description: description([
        { words: ['Action added: Notify active webhook ', { value: 'ops-relay' }, ' (01HVK3T9QK5Z0)'] },
        { words: ['Condition removed (all of): Tags contains at least one of ', { value: 'vip' }] },
        { words: ['Now runs on every ticket update: no condition is left'] },
      ]),
      entries: [auditEntry()],
      facts: aChange(),
    });
    expect(message).toBe(`Update trigger "Escalate VIP tickets to on-call" (28835714737428)

- Action added: Notify active webhook "ops-relay" (01HVK3T9QK5Z0)
- Condition removed (all of): Tags contains at least one of "vip"
- Now runs on every ticket update: no condition is left
Log says: "Conditions changed"

${printFacts(aChange())}`);
  });

  it('says nothing of a log that says nothing', () => {
    for (const words of ['', ' ', '\n\t\u00a0']) {
      const message = renderCommitMessage({
        subject: object(),
        entries: [auditEntry({ description: words })],
        facts: aChange(),
      });
      expect(message).not.toContain('Log says');
    }
  });

  it('reads as the example of a macro with two editors', () => {
    const message = renderCommitMessage({
      subject: object({ kind: 'macro', id: '28835714740028', title: 'Customer care::Refunds::EU – partial refund' }),
      notes: [['2 edits by 2 people between two checks. Only the last state is known, not who made which change.']],
      description: description([
        {
          words: ['Comment (rich text), 1 of 9 lines:'],
          removed: ['It reaches your card within 5–7 business days.'],
          added: ['It reaches your card within 10 business days.'],
        },
        { words: ['Status is set to On-hold (was Pending)'] },
      ]),
      entries: [
        auditEntry({ time: '2026-11-20T10:02:13Z', description: 'Actions changed' }),
        auditEntry({ description: '' }),
      ],
      facts: aChange(),
    });
    expect(bodyOf(message)).toBe(`Update macro "…::Refunds::EU – partial refund" (28835714740028)

2 edits by 2 people between two checks. Only the last state is known,
not who made which change.
- Comment (rich text), 1 of 9 lines:
  - It reaches your card within 5–7 business days.
  + It reaches your card within 10 business days.
- Status is set to On-hold (was Pending)
Log says, 10:02:13Z Jane Doe: "Actions changed"`);
  });

  it('tells a new order in a sentence', () => {
    const message = renderCommitMessage({
      subject: {
        type: 'headline',
        start: 'Reorder triggers:',
        headline: [{ value: 'Close spam' }, ' above ', { value: 'Auto-reply' }],
      },
      description: description(
        [
          {
            words: [
              'In category ',
              { value: 'Notifications' },
              ': ',
              { value: 'Close spam' },
              ' moved from 14th to 3rd. It now runs before 11 triggers.',
            ],
          },
        ],
        'Reorder',
      ),
      facts: aChange(),
    });
    expect(bodyOf(message)).toBe(`Reorder triggers: "Close spam" above "Auto-reply"

In category "Notifications": "Close spam" moved from 14th to 3rd. It now
runs before 11 triggers.`);
  });

  it('keeps the words of a decision', () => {
    const message = renderCommitMessage({
      subject: object({ verb: 'Approve' }),
      comment: 'release 4.2',
      facts: aDecision(),
    });
    expect(bodyOf(message)).toBe('Approve trigger "Escalate" (28835714737428)\n\nrelease 4.2');
  });

  it('says exactly its facts, whatever stands in its text', () => {
    fc.assert(
      fc.property(hostileCommit, (text) => {
        const message = renderCommitMessage(text);
        const block = printFacts(text.facts);
        expect(message.endsWith(`\n\n${block}`)).toBe(true);
        const trailers = parseTrailers(message);
        expect(trailers).toHaveLength(block.trimEnd().split('\n').length);
        expect(parseFacts(trailers ?? [])).toEqual(parseFacts(parseTrailers(`.\n\n${block}`) ?? []));
      }),
    );
  });

  it('mentions, closes, links and skips nothing', () => {
    fc.assert(
      fc.property(hostileCommit, (text) => {
        const message = renderCommitMessage(text).replace(/^Decision-By: @.*$|^Verdict-Rule: #\d+$/gm, '');
        const found = [...mentions(message), ...references(message), ...skipMarkers(message), ...gitLines(message)];
        expect(found).toEqual([]);
      }),
    );
  });

  it('shows everything, and stays below 16 KB before its facts', () => {
    for (const value of [...hostileTexts, ...megabytes]) {
      const lines = Array.from({ length: 60 }, () => ({
        words: ['Set to ', { value }],
        removed: [value],
        added: [value],
      }));
      const body = bodyOf(
        renderCommitMessage({
          subject: object({ title: value }),
          description: description(lines),
          entries: Array.from({ length: 30 }, () => auditEntry({ description: value })),
          comment: value,
          facts: aChange(),
        }),
      );
      expect(Buffer.byteLength(body)).toBeLessThanOrEqual(16_384);
      expect(body).not.toMatch(/[^\n\P{Cc}]|[\p{Zl}\p{Zp}\p{Cs}]|(?![\ufe0f])\p{DI}/u);
    }
  });

  it('counts what it leaves out', () => {
    const lines = Array.from({ length: 300 }, (_, index) => ({
      words: [`Action ${index} changed to `, { value: 'x'.repeat(100) }],
    }));
    const message = renderCommitMessage({ subject: object(), description: description(lines), facts: aChange() });
    const shown = message.match(/^- Action/gm)?.length ?? 0;
    expect(message).toContain(`… and ${300 - shown} more changes, left out here`);
  });

  it('holds for git the same trailers as for us', () => {
    for (const text of hostileTexts) {
      const facts = aChange({ entries: [anEntry({ actorName: text })] });
      const message = renderCommitMessage({
        subject: object({ title: text }),
        comment: text,
        entries: [auditEntry({ description: text })],
        facts,
      });
      const git = execFileSync('git', ['interpret-trailers', '--parse', '--no-divider'], {
        input: message,
        encoding: 'utf8',
      });
      expect(git).toBe(printFacts(facts));
    }
  });
});

describe('a commit subject', () => {
  it('stays within 72 code points and names the object, whatever the title', () => {
    for (const title of [...hostileTexts, ...megabytes])
      for (const kind of ['trigger', 'macro', 'automation']) {
        const subject = subjectOf(object({ kind, title, verb: 'Deactivate' }));
        expect([...subject].length).toBeLessThanOrEqual(72);
        expect(subject).toMatch(new RegExp(`^Deactivate ${kind} ".*" \\(28835714737428\\)$`));
      }
  });

  it('cuts a macro title in front, where its folders stand', () => {
    const cut = (title: string) => /"(.*)"/.exec(subjectOf(object({ kind: 'macro', title })))?.[1];
    expect(cut('A::B::Short')).toBe('A::B::Short');
    expect(cut('Customer care in Europe::Refunds::EU – partial')).toBe('…::Refunds::EU – partial');
    expect(cut(`A::${'long '.repeat(20)}`)).toMatch(/^…::long long .*…$/);
  });

  it('never cuts inside a family or an escape', () => {
    expect(subjectOf(object({ title: `${'x'.repeat(33)}e\u0301${'y'.repeat(40)}` }))).not.toMatch(/e…/);
    for (let pad = 25; pad < 36; pad += 1)
      expect(subjectOf(object({ title: `${'x'.repeat(pad)}\u202e${'y'.repeat(40)}` }))).toMatch(/x(?:\\u202ey*)?…/);
  });

  it('shares its room between the titles of an order', () => {
    const headline = [{ value: 'a'.repeat(80) }, ' above ', { value: 'b'.repeat(80) }];
    const subject = subjectOf({ type: 'headline', start: 'Reorder triggers:', headline });
    expect([...subject].length).toBeLessThanOrEqual(72);
    expect(subject).toMatch(/^Reorder triggers: "a{15,}…" above "b{15,}…"$/);
  });
});
