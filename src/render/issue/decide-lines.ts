import { shortState } from '#core/commit/marker.ts';
import { isOrder } from '#core/object-key.ts';
import type { Episode, EpisodeChange } from '#core/state/episode.ts';
import { codeSpan } from '#render/escape/code-span.ts';
import { fence } from '#render/escape/fence.ts';
import { plainMarkdown } from '#render/escape/plain-markdown.ts';
import { wordsMarkdown } from '#render/words-markdown.ts';
import { approvalLines } from './approval.ts';
import type { IssueView } from './issue-view.ts';

/** The newest change: what the marker and the commands mean. */
export function newestChange({ episode }: Pick<IssueView, 'episode'>): EpisodeChange {
  const newest = episode.changes.at(-1);
  if (newest === undefined) throw new RangeError(`The episode of ${episode.object} has no change.`);
  return newest;
}

/** `the trigger`, `the order of the triggers`: what an issue is about, in a sentence. */
export const thingWords = ({ episode, kind }: Pick<IssueView, 'episode' | 'kind'>): string =>
  plainMarkdown(isOrder(episode.object) ? `the order of the ${kind.plural}` : `the ${kind.name}`);

/** The commands ready to copy, in a fence of their own, with the state that they mean; then what each of them does. */
export function decideLines(view: IssueView): readonly string[] {
  const { episode, approval } = view;
  const { after } = newestChange(view);
  const state = shortState(after);
  const closes = approval.needed > 1 ? '' : ' and closes this issue';
  const [shared, many] = [episode.changes.length > 1, view.mayNotApprove.length > 1];
  return [
    ...approvalLines(view),
    `**Decide** in the first line of a new comment. Replace \`reason\` with your own words. ${handleWords(view, state)}`,
    ...fence([`/approve ${state} reason`]),
    `- \`/approve ${state} reason\` accepts the change${closes}.${refusedWords(view.mayNotApprove, shared || many ? 'made this change or part of it' : 'made this change')}`,
    `- ${revertWords(view, state)}`,
    ...(episode.rejected === null ? [`- \`/reject reason\` ${rejectWords(episode)}`] : []),
    '- `/help` lists all commands.',
  ];
}

function handleWords(view: IssueView, state: string): string {
  const { after } = newestChange(view);
  if (after === null) return `\`${state}\` means that ${thingWords(view)} is gone.`;
  return `\`${state}\` identifies the change shown here.`;
}

const mostLogins = 100;

/** ` jane-gh cannot approve it: jane-gh made this change.` */
export const refusedWords = (logins: readonly string[], why: string): string =>
  logins.length === 0
    ? ''
    : ` ${loginList(logins)} cannot approve it: ${logins.length === 1 ? loginList(logins) : 'they'} ${why}.`;

/** `jane-gh, bob-gh and ann` */
export function loginList(logins: readonly string[]): string {
  const shown = logins.slice(0, mostLogins).map((login) => plainMarkdown(login));
  const rest = logins.length - shown.length;
  const last = rest > 0 ? `${rest} more` : (shown.pop() ?? '');
  return shown.length === 0 ? last : `${shown.join(', ')} and ${last}`;
}

/** What `/revert` does here, or why it can do nothing. */
function revertWords(view: IssueView, state: string): string {
  const { revert, episode } = view;
  const command = `\`/revert ${state} reason\``;
  const fields = [...new Set(episode.changes.flatMap(({ otherFields = [] }) => otherFields))]
    .sort()
    .map((field) => codeSpan(field));
  const thing = thingWords(view);
  const left =
    fields.length === 0 ? '' : ` It leaves ${fields.join(', ')} as it is: zendrift does not record the value.`;
  switch (revert.type) {
    case 'nothing':
      return fields.length === 0
        ? `There is nothing to revert: ${thing} is in its approved state.`
        : `It can't be reverted from here: zendrift does not record the value of ${fields.join(', ')}. Set it in Zendesk by hand.`;
    case 'impossible':
      return `It can't be reverted from here. ${wordsMarkdown(revert.why)}`;
    case 'deactivate':
      return `${command} deactivates the new ${plainMarkdown(view.kind.name)} in Zendesk. \`/revert ${state} delete reason\` deletes it instead.${left}`;
    case 'remove':
      return `\`/revert ${state} delete reason\` deletes the new ${plainMarkdown(view.kind.name)} in Zendesk.${left}`;
    case 'create':
      return `${command} creates ${thing} again in Zendesk, as it was approved, with a new id.${left}`;
    case 'reorder':
      return `${command} puts all ${plainMarkdown(view.kind.plural)} back into their approved order in Zendesk.`;
    case 'update':
      return `${command} undoes the change in Zendesk: ${undoneWords(view)}.${left}`;
  }
}

function undoneWords(view: IssueView): string {
  const { verb, lines } = view.description;
  const thing = thingWords(view);
  if (verb === 'Deactivate' || verb === 'Activate') {
    const active = verb === 'Deactivate' ? 'active again' : 'inactive again';
    return lines.length === 1 ? `${thing} is ${active}` : `${thing} is back in its approved state, and ${active}`;
  }
  if (verb === 'Rename') return `${thing} has its old title again`;
  return `${thing} is back in its approved state`;
}

/** A change that one of these signs marks is ended by a decision alone, whether or not it is undone. */
const needsDecision = ({ changes }: Episode): boolean =>
  changes.some(
    ({ verdict, transient, risk, otherFields = [] }) =>
      verdict.decision === 'unapproved' && (transient || risk === 'high' || otherFields.length > 0),
  );

const isUndone = ({ changes, approvedState }: Episode): boolean => changes.at(-1)?.after === approvedState;

/** What ends a rejected episode. */
export function staysOpen(episode: Episode): string {
  if (isUndone(episode)) return 'This issue stays open until someone approves it.';
  return `This issue stays open until someone ${needsDecision(episode) ? 'decides with `/revert` or `/approve`' : 'undoes it in Zendesk'}.`;
}

const rejectWords = (episode: Episode): string =>
  `${isUndone(episode) ? 'records that the change was not acceptable' : 'refuses the change without undoing it'}. ${staysOpen(episode)}`;
