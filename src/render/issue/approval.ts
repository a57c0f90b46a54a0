import type { Episode } from '#core/state/episode.ts';
import { plainMarkdown } from '#render/escape/plain-markdown.ts';
import { fullTime } from '#render/time-words.ts';
import type { IssueView } from './issue-view.ts';

const names = (logins: readonly string[]): string => logins.map((login) => plainMarkdown(login)).join(', ');

/** `**1 of 2 approvals** (ann): someone else has to approve it as well.` */
export const renderCount = (given: readonly { readonly by: string }[], needed: number): string =>
  `**${given.length} of ${needed} approvals** (${names(given.map(({ by }) => by))}): someone else has to approve it as well.`;

/** Whoever rejected it, each once. */
const authorsOf = ({ rejected }: Episode): readonly string[] => [
  ...new Set([...(rejected?.others ?? []), ...(rejected === null ? [] : [rejected])].map(({ by }) => by)),
];

/** Each rejection stands for itself, so the author of one alone may lift it only if there is no other. */
function lifters(episode: Episode, owners: readonly string[]): string {
  const authors = authorsOf(episode);
  const who = [
    ...(authors.length === 1 ? authors.map((login) => plainMarkdown(login)) : []),
    ...(owners.length === 0 ? [] : [`an owner (${names(owners)})`]),
    'an admin of this repository',
  ];
  const last = who.pop() ?? '';
  return `Only ${who.length === 0 ? last : `${who.join(', ')} or ${last}`}`;
}

/** Who may approve, and what it takes; nothing where everybody who may decide does so alone and without a reason. */
export function approvalLines({ approval, episode, timezone }: IssueView): readonly string[] {
  const { only, needed, given, reason, owners } = approval;
  const { expired, rejected } = episode;
  const lines = [
    ...(expired === undefined
      ? []
      : [
          `**Approval expired**: ${plainMarkdown(expired.by)} approved this until ${fullTime(expired.until, timezone)}${expired.issue === null ? '' : ` in #${expired.issue}`}. It needs another decision.`,
        ]),
    ...(only === null
      ? []
      : [
          only.length === 0
            ? 'Only its owners can approve it, and all of them made this change.'
            : `Only ${names(only)} can approve it.`,
        ]),
    ...(needed === 1
      ? []
      : [given.length === 0 ? `It needs ${needed} approvals by different people.` : renderCount(given, needed)]),
    ...(rejected === null
      ? []
      : [
          `${names(authorsOf(episode))} rejected this change. ${lifters(episode, owners)} can approve it, with a reason.`,
        ]),
    ...(rejected === null && reason ? ['An approval needs a reason.'] : []),
  ];
  return lines.length === 0 ? [] : [lines.join(' '), ''];
}
