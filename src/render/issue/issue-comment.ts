import { isOrder } from '#core/object-key.ts';
import { codeSpan } from '#render/escape/code-span.ts';
import { plainMarkdown } from '#render/escape/plain-markdown.ts';
import { durationWords } from '#render/time-words.ts';
import { decideLines, newestChange, thingWords } from './decide-lines.ts';
import { linksLine, markerOf, sinceLines, wholeHeading, wordLines } from './issue.ts';
import type { IssueView } from './issue-view.ts';
import { attributionMarkdown, whoMarkdown } from './issue-who.ts';
import { undoneMarkdown } from './issue-why.ts';
import { riskLine } from './risk-line.ts';

/**
 * The comment on a further change of an open episode, with its own marker: commands below it mean this change. It says what
 * changed since the state that the comment before it showed (`seen`), and below it, folded, since the approved state.
 */
export function renderFurtherChange(view: IssueView, seen?: string | null): string {
  const newest = newestChange(view);
  const unsure = attributionMarkdown(newest);
  const undone = undoneMarkdown(view.episode);
  const since = sinceLines(view, seen);
  return [
    markerOf(view),
    `**Changed again**: ${nameWords(view)}. Commands that name an earlier state no longer work.`,
    '',
    riskLine(view),
    '',
    ...(since === null ? wordLines(view) : [...since, '', ...foldedWords(view)]),
    '',
    ...whoMarkdown([newest], view, 12_000),
    ...(unsure === null ? [] : ['', unsure]),
    ...(undone === null ? [] : ['', undone]),
    '',
    ...decideLines(view),
    '',
    linksLine(view),
  ].join('\n');
}

/** `trigger `Escalate all``, or the order of a kind. */
const nameWords = (view: IssueView): string =>
  isOrder(view.episode.object)
    ? thingWords(view)
    : `${plainMarkdown(view.kind.name)} ${codeSpan(view.description.title, 100)}`;

const foldedWords = (view: IssueView): readonly string[] => [
  `<details><summary>${wholeHeading}</summary>`,
  '',
  ...wordLines(view),
  '',
  '</details>',
];

export type Closing =
  | { readonly how: 'restored' | 'approved-late'; readonly liveFor: number }
  | {
      readonly how: 'approved';
      readonly liveFor: number;
      readonly by?: string;
      readonly reason?: string;
      /** When the approval ends, in words. */
      readonly until?: string;
    }
  | {
      readonly how: 'reverted';
      readonly liveFor: number;
      readonly by?: string;
      readonly reason?: string;
      /** What the write was; the state alone does not distinguish a deletion from a deactivation. */
      readonly did?: Reverted;
    };

export type Reverted = 'written' | 'ordered' | 'created' | 'deactivated' | 'deleted' | 'removed';

const revertedWords: Readonly<Record<Reverted, string>> = {
  written: 'the approved state was written back and verified',
  ordered: 'the approved order was written back and verified',
  created: 'it was deleted, so it was created again from the approved state and verified',
  deactivated:
    'its creation was never approved, so it was deactivated. It still exists: to remove it, delete it in Zendesk. Next time, `/revert delete` deletes it at once',
  deleted: 'its creation was never approved, so it was deleted',
  removed: 'its creation was never approved, so it was deactivated or deleted',
};

/** Why an issue is closed, and how long the drift was live (seconds). */
export function renderClosed(closing: Closing): string {
  const live = `It was live for ${durationWords(closing.liveFor)}.`;
  switch (closing.how) {
    case 'restored':
      return `**Restored**: the object is back in its approved state, without a decision. ${live}`;
    case 'approved-late':
      return `**Approved**: audit entries that appeared late in the log show that a rule approves it. ${live}`;
    case 'approved':
      return closing.until === undefined
        ? `**Approved**${who(closing)}: this is now the approved state. ${live}`
        : `**Approved**${who(closing)}: this is the approved state until ${closing.until}. After that, the change is open again, in a new issue. ${live}`;
    case 'reverted':
      return `**Reverted**${who(closing)}: ${revertedWords[closing.did ?? 'written']}. ${live}`;
  }
}

const who = ({ by, reason }: { readonly by?: string; readonly reason?: string }): string =>
  `${by === undefined ? '' : ` by ${plainMarkdown(by)}`}${reason ? ` (${codeSpan(reason, 300)})` : ''}`;
