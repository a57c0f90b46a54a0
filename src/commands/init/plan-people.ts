import type { Profile, TeamMember } from '#ports/setup.ts';
import type { ProposedIdentity } from '#render/init/init-result.ts';

/**
 * Who in Zendesk seems to be who on GitHub: by an equal address, or by an equal name. Nobody is proposed twice, and nobody
 * whom the other side has twice.
 */
export function planPeople(team: readonly TeamMember[], profiles: readonly Profile[]): readonly ProposedIdentity[] {
  const byEmail = pair(team, profiles, 'email');
  const taken = new Set(byEmail.flatMap(({ zendesk, githubId }) => [`z${zendesk}`, `g${githubId}`]));
  const byName = pair(
    team.filter(({ id }) => !taken.has(`z${id}`)),
    profiles.filter(({ id }) => !taken.has(`g${id}`)),
    'name',
  );
  return [...byEmail, ...byName];
}

function pair(
  team: readonly TeamMember[],
  profiles: readonly Profile[],
  by: ProposedIdentity['by'],
): readonly ProposedIdentity[] {
  const people = groupBy(team, by);
  const accounts = groupBy(profiles, by);
  return [...people].flatMap(([key, [person, ...others]]) => {
    const [account, ...more] = accounts.get(key) ?? [];
    if (person === undefined || account === undefined || others.length + more.length > 0) return [];
    return [{ zendesk: person.id, name: person.name, github: account.login, githubId: account.id, by }];
  });
}

function groupBy<Person extends { readonly name: string | null; readonly email: string | null }>(
  people: readonly Person[],
  by: ProposedIdentity['by'],
): ReadonlyMap<string, readonly Person[]> {
  const groups = new Map<string, Person[]>();
  for (const person of people) {
    const key = (person[by] ?? '').trim().toLowerCase().replace(/\s+/g, ' ');
    if (key !== '') groups.set(key, [...(groups.get(key) ?? []), person]);
  }
  return groups;
}
