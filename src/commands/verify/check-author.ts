import type { ChangeFacts } from '#core/commit/commit-facts.ts';
import { type Addresses, authorOf, gitName, toAuthors } from '#core/entry/author.ts';
import type { OwnCommit } from '#core/state/history.ts';
import { epochSeconds } from '#core/time.ts';
import { type Finding, toFault } from '#render/verify/finding.ts';

/** Author date = time of the newest entry; entries stand oldest first. */
export function checkTimes({ facts, record }: OwnCommit): readonly Finding[] {
  if (facts.type !== 'change' || facts.attribution === 'revision') return [];
  const commit = record.id;
  const times = facts.entries.map(({ time }) => time);
  const isSorted = times.every((time, index) => index === 0 || time >= (times[index - 1] ?? ''));
  if (!isSorted) return [toFault('author', 'its entries are not in the order of their times', { commit })];
  const newest = times.at(-1) ?? facts.observed;
  if (epochSeconds(newest) === record.authorTime) return [];
  const what = times.length === 0 ? 'time at which it was seen' : 'newest entry';
  return [toFault('author', `its author date is not that of its ${what}, ${newest}`, { commit })];
}

/** The author is the actor, by name and address. An address that only an earlier configuration mapped is looked at later. */
export function checkAuthor({ facts, record }: OwnCommit, addresses: Addresses): readonly Finding[] {
  const commit = record.id;
  const name = gitName(record.authorName);
  const wrong = (message: string): readonly Finding[] => [toFault('author', message, { commit })];
  switch (facts.type) {
    case 'change': {
      if (facts.attribution === 'revision') return [];
      const expected = authorOf(facts, addresses);
      if (gitName(expected.name) !== name) return wrong(`its author is not its actor "${expected.name}"`);
      return [...checkCoAuthors(commit, facts)];
    }
    case 'decision': {
      // Without an issue it was decided at a terminal, by whoever that machine's git knows.
      if (facts.issue === '0' || facts.byId === '0') return [];
      const [, id, login = ''] = /^(?:(\d+)\+)?([^@]+)@/.exec(record.authorEmail) ?? [];
      const isReviewer = login.toLowerCase() === facts.by.toLowerCase() && (id === undefined || id === facts.byId);
      return isReviewer ? [] : wrong(`its author is not the reviewer @${facts.by}`);
    }
    case 'configuration':
      // Whoever committed the configuration is compared with that commit, see `check-configurations.ts`.
      return facts.commit === null && !isByTool(record) ? wrong('its author is not its committer') : [];
    case 'baseline':
    case 'expiry':
    case 'repair':
    case 'move':
    case 'names':
    case 'log':
    case 'backfill':
      return isByTool(record) ? [] : wrong('its author is not its committer');
    // Its own check knows it, see `check-past.ts`.
    case 'backfilled':
      return [];
  }
}

export const isByTool = ({ authorEmail, committerEmail }: OwnCommit['record']): boolean =>
  authorEmail === committerEmail;

/** Everyone else with an entry, by name: nobody is dropped, nobody is made up. */
function checkCoAuthors(commit: string, facts: ChangeFacts): readonly Finding[] {
  const expected = new Set(
    toAuthors(facts.entries, facts.account)
      .slice(0, -1)
      .map(({ name }) => gitName(name)),
  );
  const named = new Set(facts.coAuthors.map((person) => gitName(person.name)));
  if (expected.size === named.size && [...expected].every((name) => named.has(name))) return [];
  return [toFault('author', 'its co-authors are not the other people of its entries', { commit })];
}
