import type { ObjectKey } from '#core/object-key.ts';
import type { DescribedLine } from '#core/words.ts';
import { codeSpan } from '#render/escape/code-span.ts';
import { wordsMarkdown } from '#render/words-markdown.ts';

const mostLines = 60;
const mostTextLines = 20;

const list = (lines: readonly DescribedLine[]): readonly string[] => {
  const shown = lines
    .slice(0, mostLines)
    .flatMap(({ words, removed = [], added = [] }) => [
      `- ${wordsMarkdown(words)}`,
      ...removed.slice(0, mostTextLines).map((line) => `  - was ${codeSpan(line)}`),
      ...added.slice(0, mostTextLines).map((line) => `  - becomes ${codeSpan(line)}`),
    ]);
  return lines.length > mostLines ? [...shown, `- … and ${lines.length - mostLines} more`] : shown;
};

/** What a person has to do where nothing here may write. `lines` = from the present state to the approved one. */
export function byHandLines(
  object: ObjectKey,
  action: 'remove' | 'create' | 'change',
  lines: readonly DescribedLine[],
): readonly string[] {
  const name = codeSpan(object);
  const start = '**Not reverted.** This run has no credentials that can write to Zendesk (`ZENDESK_WRITE_…`).';
  switch (action) {
    case 'remove':
      return [start, `To revert by hand: deactivate ${name}, or delete it. Its creation was never approved.`];
    case 'create':
      return [start, `To revert by hand: create ${name} again, as it was:`, ...list(lines)];
    case 'change':
      return [start, `To revert by hand, change ${name} in Zendesk:`, ...list(lines)];
  }
}

const waitsMark = (comment: string): string => `<!-- zendrift:1 waits=${comment} -->`;

/** A word on a command that goes on waiting: no answer, which would be the end of it. `lines` = what there is to fix. */
export const renderWaiting = (comment: string, lines: readonly string[]): string =>
  [waitsMark(comment), ...lines].join('\n');

export const isWaitingFor = (body: string, comment: string): boolean => body.startsWith(waitsMark(comment));

/** `reason` in Zendesk's words. */
export const unfixedLines = (reason: string): readonly string[] => [
  `**Not reverted yet.** Zendesk rejected the write credentials (\`ZENDESK_WRITE_…\`): ${codeSpan(reason, 300)}.`,
  'Someone has to fix them: they need the scopes `read write` and an admin as their user. This command waits until then. The next `triage` run that has working credentials runs it; in Actions, use *Re-run jobs*.',
];

export type Unwritten =
  | { readonly type: 'nothing' }
  | { readonly type: 'refused' | 'differs'; readonly lines: readonly DescribedLine[] }
  /** By Zendesk, in its words. */
  | { readonly type: 'rejected' | 'unknown'; readonly reason: string };

/** Why an object was not written, or what became of the write. */
export function unwrittenLines(object: ObjectKey, became: Unwritten): readonly string[] {
  const name = codeSpan(object);
  switch (became.type) {
    case 'nothing':
      return [
        `${name} is already in its approved state in Zendesk. The next run of \`track\` records that and closes this issue.`,
      ];
    case 'refused':
      return [`${name}:`, ...list(became.lines)];
    case 'rejected':
      return [
        `${name}: Zendesk rejected the write, ${codeSpan(became.reason, 300)}. Nothing was changed. Revert it by hand.`,
      ];
    case 'unknown':
      return [`${name}: Zendesk did not confirm the write, ${codeSpan(became.reason, 300)}.`];
    case 'differs':
      return [`${name} was written, but Zendesk shows something else:`, ...list(became.lines)];
  }
}

/** What was changed beside the snapshot, and is as it was changed. */
export const leftAloneLine = (fields: readonly string[]): string =>
  `Not written back: ${fields.map((field) => codeSpan(field)).join(', ')}. zendrift does not record the value. Set it in Zendesk by hand.`;

const mostReferring = 30;

/** A deleted object has a new id: people must know what still names the old one. */
export function recreatedLines(
  object: ObjectKey,
  referring: readonly ObjectKey[],
  runsLast: boolean,
): readonly string[] {
  const place = runsLast ? ' It now runs last: move it to its old position in Zendesk.' : '';
  const start = `It was created again as ${codeSpan(object)}.${place}`;
  if (referring.length === 0) return [start];
  const shown = referring.slice(0, mostReferring).map((one) => codeSpan(one));
  const rest = referring.length - shown.length;
  return [
    `${start} These objects still refer to the old id: ${shown.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}.`,
  ];
}
