import type { RequestTerms } from '#core/commit/commit-facts.ts';
import { codeSpan } from '#render/escape/code-span.ts';
import { fence } from '#render/escape/fence.ts';
import { link } from '#render/escape/link.ts';
import { plainMarkdown } from '#render/escape/plain-markdown.ts';
import { fullTime } from '#render/time-words.ts';
import type { Logins } from './issue-view.ts';

interface Place {
  readonly timezone: string;
  readonly identities: Logins;
  /** Title of a recorded object. Hostile. */
  readonly titleOf: (object: string) => string | null;
  /** The one that the expected states were read from. */
  readonly pullRequest: number | null;
  /** Web URL of the repository. */
  readonly webUrl: string;
}

const most = 50;

/** What a request would allow, as it was understood: this and nothing else is approved. */
export function readBackLines(terms: RequestTerms, hash: string, place: Place): readonly string[] {
  const { timezone, identities, titleOf, pullRequest, webUrl } = place;
  const people = terms.actors.slice(0, most).map((id) => {
    const login = identities.get(id)?.github;
    return `Zendesk ${id}${login ? ` (${plainMarkdown(login)})` : ''}`;
  });
  const objects = terms.objects.slice(0, most).map((object) => {
    const title = titleOf(object);
    const state = terms.expected.get(object);
    const into = state === undefined ? '' : `, only into the state ${state.slice(0, 7)}`;
    return `- ${codeSpan(object)}${title === null ? '' : ` ${codeSpan(title, 80)}`}${into}`;
  });
  return [
    '**zendrift read this request as follows.** An approval covers only this, not the rest of the text above:',
    '',
    `By ${people.join(', ')}${more(terms.actors.length)}, from ${fullTime(terms.from, timezone)} until before ${fullTime(terms.to, timezone)}, ${terms.uses === 'once' ? 'each object once' : 'any number of times'}:`,
    ...objects,
    ...(terms.objects.length > most ? [`- … ${more(terms.objects.length)}`] : []),
    ...(pullRequest === null
      ? []
      : [
          '',
          `The states are taken from ${link(`pull request #${pullRequest}`, `${webUrl}/pull/${pullRequest}`)} as it is now. If the pull request changes them before the approval, zendrift reads it again.`,
        ]),
    '',
    '**Decide** in the first line of a new comment (not by the person who asks for it or will make the change):',
    ...fence([`/approve ${hash.slice(0, 7)} reason`]),
    '`/reject reason` closes it. If the request is edited, zendrift reads it again.',
  ];
}

const more = (count: number): string => (count > most ? ` and ${count - most} more` : '');

/** Why a request cannot be approved as it is. `problems` are ours. */
export const problemLines = (problems: readonly string[]): readonly string[] => [
  '**Not usable yet.** Edit the request; the next run reads it again:',
  '',
  ...problems.slice(0, most).map((problem) => `- ${plainMarkdown(problem)}`),
];

const usedMark = (commit: string): string => `<!-- zendrift:1 used=${commit} -->`;

export const parseUsedMark = (body: string): string | null =>
  /^<!-- zendrift:1 used=([0-9a-f]{40,64}) -->/.exec(body)?.[1] ?? null;

/** A change that the request has approved; in an issue that someone closed also what would end that. */
export const renderUsed = (
  use: { readonly commit: string; readonly object: string },
  webUrl: string,
  issue: 'open' | 'closed' = 'open',
): string =>
  `${usedMark(use.commit)}\n**Used** for ${codeSpan(use.object)}: ${link(`commit ${use.commit.slice(0, 7)}`, `${webUrl}/commit/${use.commit}`)}.${issue === 'closed' ? closedStill : ''}`;

const closedStill =
  ' Closing this issue did not withdraw the request. To withdraw it, reopen the issue and write `/reject reason`.';

export const closedWords = (why: 'used-up' | 'expired' | 'expired-unused' | 'rejected'): string =>
  ({
    'used-up': '**Done**: every change in this request has been made.',
    expired: '**Over**: the window has passed. The changes made in it are listed above.',
    'expired-unused': '**Over**: the window has passed, and no change used this request.',
    rejected: '**Rejected**: this request approves nothing.',
  })[why];
