import { expect, test } from 'vitest';
import type { DriftNotice, Notice } from '#render/notify/notice.ts';
import { renderNotice } from '#render/notify/render-notice.ts';

const change: DriftNotice = {
  id: 'trigger/41@5f1c9ab05f1c',
  object: 'trigger/41',
  title: 'Jane Doe updated trigger "Notify requester"',
  risk: 'high',
  reasons: ['webhook-added'],
  actors: ['Jane Doe'],
  time: '2026-11-20T10:12:13Z',
  issue: 12,
  url: 'https://github.com/acme/config/issues/12',
};
const drift = (more: Partial<DriftNotice> = {}): Notice => ({
  type: 'drift',
  account: 'acme',
  changes: [{ ...change, ...more }],
});
const digest: Notice = {
  type: 'digest',
  account: 'acme',
  week: {
    ...{
      from: '2026-11-15T23:00:00Z',
      to: '2026-11-22T22:59:59Z',
      changes: 3,
      approved: 2,
      unapproved: 1,
      offHours: null,
    },
    ...{ open: { all: 4, high: 1 }, actors: [{ name: 'Jane Doe', changes: 3 }], url: null },
  },
};
const frame = { timezone: 'Europe/Berlin', sent: '2026-11-20T10:15:00Z' };
const read = (notice: Notice, format: 'slack' | 'teams' | 'json'): unknown =>
  JSON.parse(renderNotice(notice, format, frame));

test('Slack: plain text with a link, and a text for notifications', () => {
  expect(read(drift(), 'slack')).toEqual({
    text: expect.stringContaining('[acme] Unapproved high-risk change: Jane Doe updated trigger'),
    unfurl_links: false,
    blocks: [
      { type: 'section', text: { type: 'plain_text', text: '[acme] Unapproved high-risk change', emoji: false } },
      {
        type: 'section',
        text: {
          ...{ type: 'plain_text', emoji: false },
          text: 'Jane Doe updated trigger "Notify requester" (20 Nov 2026 11:12 Europe/Berlin; webhook-added)',
        },
      },
      { type: 'context', elements: [{ type: 'mrkdwn', text: `<${change.url}|Open issue #12>` }] },
    ],
  });
});

test('Teams: an Adaptive Card of text runs, which know no Markdown, with a link', () => {
  expect(read(drift(), 'teams')).toMatchObject({
    type: 'message',
    attachments: [
      {
        contentType: 'application/vnd.microsoft.card.adaptive',
        content: {
          ...{ type: 'AdaptiveCard', version: '1.4' },
          body: [{ type: 'RichTextBlock' }, { type: 'RichTextBlock', inlines: [{ type: 'TextRun' }] }],
          actions: [{ type: 'Action.OpenUrl', title: 'Open issue #12', url: change.url }],
        },
      },
    ],
  });
});

test('JSON: versioned, with its time and an id for each change', () => {
  expect(read(drift(), 'json')).toEqual({
    ...{ version: 1, type: 'drift', account: 'acme', sent: frame.sent },
    changes: [{ ...change }],
  });
});

test('a digest says what the week was like, in every format', () => {
  for (const format of ['slack', 'teams'] as const) {
    const text = renderNotice(digest, format, frame);
    expect(text).toContain('16 Nov 2026 00:00 to 22 Nov 2026 23:59 Europe/Berlin: 3 changes, 2 approved, 1 unapproved');
    expect(text).toContain('By: Jane Doe 3');
    expect(text).toContain('Open now: 4 changes, 1 with high risk');
  }
  expect(read(digest, 'json')).toMatchObject({ type: 'digest', changes: 3, open: { all: 4, high: 1 } });
});

test('text of the account mentions nobody, links nowhere and holds no mask', () => {
  const title = '<!channel> <@U1> & <https://evil.example|here> [redacted 0123456789abcdef]\u202e\n*x*';
  for (const format of ['slack', 'teams', 'json'] as const) {
    const body = renderNotice(drift({ title, actors: [title] }), format, frame);
    expect(body).not.toMatch(/0123456789abcdef|\u202e/);
  }
  const { text } = JSON.parse(renderNotice(drift({ title }), 'slack', frame));
  expect(text).not.toMatch(/[<>]/);
});

test('a message has a bounded length', () => {
  const changes = Array.from({ length: 10 }, () => ({ ...change, title: 'x'.repeat(100_000) }));
  // Teams takes 28 KB.
  expect(renderNotice({ type: 'drift', account: 'acme', changes }, 'teams', frame).length).toBeLessThan(28_000);
});
