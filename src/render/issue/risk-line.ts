import type { Verb } from '#core/words.ts';
import { plainMarkdown } from '#render/escape/plain-markdown.ts';
import { newestChange } from './decide-lines.ts';
import type { IssueView } from './issue-view.ts';

export const riskWords = ({ risk }: Pick<IssueView, 'risk'>): string => `**Risk ${risk.level}**`;

/** Level and reasons; of a low risk without one, that there is none. */
export const riskLine = (view: IssueView): string =>
  [riskWords(view), ...riskReasons(view).map((words) => plainMarkdown(words))].join(' · ');

const mostReasons = 8;

/** Why it is risky, in words; at least one. Whoever it was, an author that the log does not name is said too. */
export function riskReasons({ risk, episode, description, kind }: IssueView): readonly string[] {
  const isUnknown = newestChange({ episode }).entries.length === 0;
  const reasons = risk.reasons.slice(0, mostReasons).map(({ words }) => words);
  return [
    ...(reasons.length > 0 ? reasons : [lowWords(description.verb, kind.name)]),
    ...(isUnknown ? ['author unknown'] : []),
  ];
}

const noSign = 'no sign of risk';

/** What a change without any sign of risk is about. */
function lowWords(verb: Verb, kind: string): string {
  const isShown = kind === 'macro' || kind === 'view';
  switch (verb) {
    case 'Rename':
      return 'changes only the title';
    case 'Activate':
      return isShown ? `shows the ${kind} to agents again` : noSign;
    case 'Deactivate':
      return isShown ? `hides the ${kind} from agents` : noSign;
    case 'Reorder':
      return 'nothing runs in another order';
    default:
      return noSign;
  }
}
