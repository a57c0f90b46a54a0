import { plainMarkdown } from '#render/escape/plain-markdown.ts';
import type { BackfillResult } from './backfill-result.ts';

/** Objects that are named one by one. */
const mostNamed = 10;

/** For a terminal. */
export function renderBackfillText(result: BackfillResult): readonly string[] {
  const { outcome, account, baseline, until, merge, unreadable, incomplete } = result;
  if (outcome === 'present') {
    return [
      `The history of ${account} from before its baseline is recorded already (commit ${short(merge)}). Nothing to do.`,
    ];
  }
  if (outcome === 'nothing') return [`Zendesk remembers no edit of ${account} before the baseline of ${until}.`];
  return [
    headline(result),
    `${many(result.revisions, 'edit')} with the state after it, ${result.matched} of them with an audit entry. ${many(result.entries, 'audit entry', 'audit entries')} without a state.`,
    ...(outcome === 'joined'
      ? [`The last commit has the tree of the baseline ${short(baseline)}. Nothing recorded has changed.`]
      : []),
    ...(unreadable === 0 ? [] : [`${many(unreadable, 'item')} could not be read.`]),
    ...incomplete.slice(0, mostNamed).map(({ object, reason }) => `${object}: revisions are missing (${reason}).`),
    ...(incomplete.length > mostNamed ? [`… and ${incomplete.length - mostNamed} more objects.`] : []),
  ];
}

export const renderBackfillSummary = (result: BackfillResult): string =>
  ['### Backfill', ...renderBackfillText(result).map((line) => plainMarkdown(line))].join('\n\n');

function headline({ outcome, account, commits, from, until, merge }: BackfillResult): string {
  const period = from === null ? `before ${until}` : `from ${from} to ${until}`;
  if (outcome === 'planned') return `Would add ${many(commits, 'commit')} of ${account} ${period}.`;
  return `Added ${many(commits, 'commit')} of ${account} ${period}, joined by commit ${short(merge)}.`;
}

const short = (commit: string | null): string => (commit ?? '').slice(0, 12);

const many = (count: number, one: string, more = `${one}s`): string => `${count} ${count === 1 ? one : more}`;
