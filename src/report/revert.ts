import type { CarriedOut } from '#commands/write-back/carry-out.ts';
import { type ObjectKey, objectKey } from '#drift/object-key.ts';
import type { DescribedLine } from '#drift/words.ts';
import type { WriteBackWish } from '#drift/write-back.ts';
import { describeRefusal, describeStates, type Speaker } from '#drift/write-back-words.ts';
import { codeSpan } from './escape/code-span.ts';
import { wordsMarkdown } from './words-markdown.ts';

const mostLines = 60;

const list = (lines: readonly DescribedLine[]): readonly string[] => {
  const shown = lines
    .slice(0, mostLines)
    .flatMap(({ words, removed = [], added = [] }) => [
      `- ${wordsMarkdown(words)}`,
      ...removed.slice(0, 20).map((line) => `  - was ${codeSpan(line)}`),
      ...added.slice(0, 20).map((line) => `  - becomes ${codeSpan(line)}`),
    ]);
  return lines.length > mostLines ? [...shown, `- … and ${lines.length - mostLines} more`] : shown;
};

/** What a person has to do where nothing here may write: from the present state to the approved one. */
export function byHandLines(speaker: Speaker, wish: WriteBackWish): readonly string[] {
  const name = codeSpan(objectKey(wish.kind.name, wish.id));
  const start = `**Not reverted.** This run has no credential that writes to Zendesk (\`ZENDESK_WRITE_…\`).`;
  if (wish.target === null)
    return [start, `To put it right by hand: deactivate ${name}, or delete it. It was created.`];
  if (wish.recorded === null)
    return [
      start,
      `To put it right by hand: create ${name} again, as it was:`,
      ...list(describeStates(speaker, null, wish.target).lines),
    ];
  return [
    start,
    `To put ${name} right by hand, change in Zendesk:`,
    ...list(describeStates(speaker, wish.recorded, wish.target).lines),
  ];
}

/** Why an object was not written, or what became of the write. */
export function unwrittenLines(
  speaker: Speaker,
  { kind, id }: WriteBackWish,
  done: Exclude<CarriedOut, { readonly type: 'reverted' }>,
): readonly string[] {
  const name = codeSpan(objectKey(kind.name, id));
  if (done.type === 'nothing') {
    return [
      `${name} is in its approved state in Zendesk already; the next run of \`track\` records it and closes this.`,
    ];
  }
  if (done.type === 'refused') return [`${name}:`, ...list(describeRefusal(speaker, done.refusal))];
  const { result } = done;
  switch (result.type) {
    case 'rejected':
      return [
        `${name}: Zendesk refused the write, ${codeSpan(result.reason, 300)}. Nothing was changed; put it right by hand.`,
      ];
    case 'unknown':
      return [`${name}: Zendesk did not say whether it is written, ${codeSpan(result.reason, 300)}.`];
    case 'differs-after':
      return [
        `${name} was written, and Zendesk shows something else:`,
        ...list(describeStates(speaker, result.goal, result.live).lines),
      ];
  }
}

const mostReferring = 30;

/** A deleted object has a new id: whatever names the old one has to be told. */
export function recreatedLines(object: ObjectKey, referring: readonly ObjectKey[]): readonly string[] {
  const start = `It was created again as ${codeSpan(object)}.`;
  if (referring.length === 0) return [start];
  const shown = referring.slice(0, mostReferring).map((one) => codeSpan(one));
  const rest = referring.length - shown.length;
  return [`${start} These still name the old id: ${shown.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}.`];
}
