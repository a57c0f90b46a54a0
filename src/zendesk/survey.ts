import type { ActivityEntry, Surveyed, TeamMember } from '#ports/setup.ts';
import { openZendeskClient } from './client.ts';
import { describeFailure } from './outcome.ts';
import { readPages } from './pages.ts';
import { digits, field, textField } from './parse.ts';
import type { ZendeskConnection } from './settings.ts';
import { readUser } from './users.ts';

/** Items that are read at most: what a proposal needs is a picture, not a population. */
const mostItems = 5000;

/** Who works in an account and on what, to propose a configuration. Sends nothing yet. */
export function openZendeskSurvey(settings: ZendeskConnection) {
  const client = openZendeskClient(settings);
  const readAll = async <Item>(
    path: string,
    query: readonly (readonly [name: string, value: string])[],
    parse: (item: unknown) => Item | null,
    hasEnough: (page: readonly unknown[]) => boolean = () => false,
  ): Promise<Surveyed<Item>> => {
    let count = 0;
    const pages = await readPages(client, `/api/v2/${path}`, path, query, (page) => {
      count += page.length;
      return hasEnough(page) || count >= mostItems;
    });
    if (pages.type !== 'listed') {
      const denied = pages.type === 'refused' && (pages.status === 403 || pages.status === 404);
      return { type: 'refused', denied, reason: describeFailure(pages) };
    }
    return { type: 'read', items: pages.items.flatMap((item) => parse(item) ?? []), whole: count < mostItems };
  };

  return {
    url: client.origin,
    readUser: () => readUser(client),
    /** IANA name of the time zone of whoever asks; null where the account does not say it. */
    readTimezone: async (): Promise<string | null> => {
      const outcome = await client.get('/api/v2/users/me');
      return outcome.type === 'answered' ? textField(field(outcome.body, 'user'), 'iana_time_zone') : null;
    },
    // https://developer.zendesk.com/api-reference/ticketing/users/users/#list-users
    readTeam: () =>
      readAll(
        'users',
        [
          ['role[]', 'admin'],
          ['role[]', 'agent'],
        ],
        parseMember,
      ),
    /** Entries since a time (UTC), newest first. */
    readActivity: async (since: string): Promise<Surveyed<ActivityEntry>> => {
      const timeOf = (item: unknown): string => textField(item, 'created_at') ?? '';
      return readAll(
        'audit_logs',
        [['sort', '-created_at']],
        (item) => (timeOf(item) < since ? null : parseEntry(item)),
        (page) => timeOf(page.at(-1)) < since,
      );
    },
  };
}

function parseMember(item: unknown): TeamMember | null {
  const [id, name] = [digits(field(item, 'id')), textField(item, 'name')];
  return id === null || name === null ? null : { id, name, email: textField(item, 'email') };
}

function parseEntry(item: unknown): ActivityEntry | null {
  const [actorId, sourceType] = [digits(field(item, 'actor_id')), textField(item, 'source_type')];
  if (actorId === null || sourceType === null) return null;
  return { actorId, sourceType, actorName: textField(item, 'actor_name') ?? '' };
}
