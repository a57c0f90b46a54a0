import { toJsonText } from './json-body.ts';
import type { Notice } from './notice.ts';
import { type NoticeLine, toLines } from './notice-lines.ts';

export type NoticeFormat = 'slack' | 'teams' | 'json';

/** The body of a message in the format of its service. `sent` = when, UTC. */
export function renderNotice(
  notice: Notice,
  format: NoticeFormat,
  frame: { readonly timezone: string; readonly sent: string },
): string {
  if (format === 'json') return toJsonText(notice, frame.sent);
  const { headline, lines } = toLines(notice, frame.timezone);
  return JSON.stringify(format === 'slack' ? toSlack(headline, lines) : toTeams(headline, lines));
}

/** https://docs.slack.dev/messaging/formatting-message-text: these three are what Slack makes mentions and links of. */
const escapeSlack = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks. Text of the account is plain text, never mrkdwn. */
function toSlack(headline: string, lines: readonly NoticeLine[]) {
  const section = (text: string) => ({ type: 'section', text: { type: 'plain_text', text, emoji: false } });
  const linked = ({ url, linkText }: NoticeLine) =>
    url === null
      ? []
      : [{ type: 'context', elements: [{ type: 'mrkdwn', text: `<${escapeSlack(url)}|${linkText}>` }] }];
  return {
    text: escapeSlack(`${headline}: ${lines[0]?.text ?? ''}`),
    unfurl_links: false,
    blocks: [section(headline), ...lines.flatMap((line) => [section(line.text), ...linked(line)])],
  };
}

/**
 * An Adaptive Card as Workflows take it ("When a Teams webhook request is received"). A text run knows no Markdown.
 * https://learn.microsoft.com/en-us/microsoftteams/platform/webhooks-and-connectors/how-to/connectors-using
 */
function toTeams(headline: string, lines: readonly NoticeLine[]) {
  const run = (text: string, more = {}) => ({ type: 'RichTextBlock', inlines: [{ type: 'TextRun', text, ...more }] });
  const actions = lines.flatMap(({ url, linkText }) =>
    url === null ? [] : [{ type: 'Action.OpenUrl', title: linkText, url }],
  );
  const content = {
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    type: 'AdaptiveCard',
    version: '1.4',
    body: [run(headline, { weight: 'Bolder' }), ...lines.map(({ text }) => run(text))],
    actions: actions.slice(0, 6),
  };
  return {
    type: 'message',
    attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', contentUrl: null, content }],
  };
}
