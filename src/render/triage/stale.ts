import type { Freshness } from '#core/state/freshness.ts';
import type { Description } from '#core/words.ts';
import { codeSpan } from '#render/escape/code-span.ts';
import { decideLines } from '#render/issue/decide-lines.ts';
import { markerOf, wordLines } from '#render/issue/issue.ts';
import type { IssueView } from '#render/issue/issue-view.ts';
import { earlierMarkdown } from '#render/issue/issue-who.ts';

export type Staleness = Exclude<Freshness, { readonly type: 'fresh' }>;

const mostChanges = 20;

/**
 * The answer to a command that does not mean what stands there now: what changed since, and the commands that would mean
 * it. It carries the marker of the present state, so that a command below it is bound to that.
 */
export function staleLines(view: IssueView, staleness: Staleness, since: Description | null): readonly string[] {
  return [
    markerOf(view),
    `**Not decided.** ${words(staleness)}`,
    ...sinceLines(view, staleness, since),
    '',
    ...decideLines(view),
  ];
}

function words(staleness: Staleness): string {
  switch (staleness.type) {
    case 'unnamed':
      return 'This object has had several states since its last approval, so the command must name the state that you mean.';
    case 'unknown-state':
      return `${codeSpan(staleness.named, 64)} doesn't match any state of this object since its last approval.`;
    case 'too-short':
      return `${codeSpan(staleness.named, 64)} is too short to name a state. Use its first seven digits, or start the reason with another word.`;
    case 'moved-on':
      return 'The object has changed since:';
  }
}

function sinceLines(view: IssueView, staleness: Staleness, since: Description | null): readonly string[] {
  if (staleness.type !== 'moved-on') return [];
  const changes = staleness.since.slice(-mostChanges);
  const rest = staleness.since.length - changes.length;
  return [
    '',
    ...(since === null ? [] : wordLines({ ...view, description: since })),
    ...(rest > 0 ? [`- … ${rest} earlier`] : []),
    ...changes.map((change) => `- ${earlierMarkdown(change, view)}`),
  ];
}
