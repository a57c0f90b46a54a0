import * as z from 'zod';
import { isObject } from '#json.ts';
import { parseIpRange } from '#policy/ip-range.ts';
import { auditActions, decisions, weekdays } from '#policy/rule.ts';
import { quote } from './quote.ts';
import {
  actorId,
  kindName,
  listOf,
  login,
  objectName,
  oneOf,
  printableName,
  repositoryPath,
  section,
  someOf,
  timezone,
} from './scalars.ts';

const minuteOf = (text: string): number => Number(text.slice(0, 2)) * 60 + Number(text.slice(3));

const timeOfDay = (pattern: RegExp, error: string) => z.string({ error }).regex(pattern, { error }).transform(minuteOf);

// A schema that failed elsewhere must still report what joins two keys: all problems come at once.
const always = { when: () => true };

const times = {
  from: timeOfDay(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'must be HH:MM').describe('Start in local time, inclusive: "18:00".'),
  to: timeOfDay(/^(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/, 'must be HH:MM').describe(
    'End in local time, exclusive: "20:00", or "24:00" for the end of the day. Earlier than `from`: on the next day.',
  ),
};
const differ = (it: { readonly from?: number; readonly to?: number } | undefined): boolean =>
  typeof it?.from !== 'number' || it.from !== it.to;
const mustDiffer = { error: 'must differ from "from" (a whole day is "00:00" to "24:00")', path: ['to'], ...always };
const days = someOf(oneOf(weekdays));

const window = section({
  days: days.default([...weekdays]).describe('Days on which the window starts.'),
  ...times,
  timezone: timezone.exactOptional().describe("Time zone of this window. Default: the account's `timezone`."),
}).refine(differ, mustDiffer);

const isDay = (text: string): boolean =>
  /^\d{4}-\d\d-\d\d$/.test(text) && new Date(`${text}T00:00:00Z`).toJSON()?.startsWith(text) === true;

export const isCalendarPath = (text: string): boolean => /\.ics$/i.test(text) && repositoryPath.safeParse(text).success;

const holiday = z
  .string({ error: 'must be a day such as 2026-12-25, or the path of an .ics file in the repository' })
  .refine((text) => isDay(text) || isCalendarPath(text), {
    error: (issue) =>
      `${quote(issue.input)} is not a day such as 2026-12-25, or the path of an .ics file in the repository`,
  });

export const hours = section({
  days: days.default(['mon', 'tue', 'wed', 'thu', 'fri']).describe('Working days.'),
  ...times,
  timezone: timezone.exactOptional().describe("Time zone of these hours. Default: the account's `timezone`."),
  holidays: listOf(holiday)
    .default([])
    .describe(
      'Days without working hours, in local time: `2026-12-25`, or the path of an .ics file in the repository, whose all-day events count.',
    ),
}).refine(differ, mustDiffer);

export const ipRange = z
  .string({ error: 'must be an IP address or a CIDR range' })
  .refine((text) => parseIpRange(text) !== null, {
    error: (issue) =>
      `${quote(issue.input)} is not an IP address or CIDR range such as 203.0.113.0/24 or 2001:db8::/32`,
  });

export const titleGlob = z
  .string({ error: 'must be text; * matches any characters, ? matches one' })
  .min(1, { error: 'must not be empty' })
  .max(200, { error: 'must have at most 200 characters' });

const category = z
  .union([z.int().min(1), titleGlob], {
    error: 'must be the id of a trigger category, or text; * matches any characters',
  })
  .transform(String);

/** Who owns which objects; what decides about a change names the clauses in the same way. */
export const owners = listOf(
  section({
    kinds: someOf(kindName).exactOptional().describe('Kinds of objects.'),
    titles: someOf(titleGlob)
      .exactOptional()
      .describe('Globs (`*`, `?`) for the whole title, case-sensitive, as in the last approved state.'),
    objects: someOf(objectName).exactOptional().describe('Single objects: `trigger/123`, `trigger/order`, or an id.'),
    categories: someOf(category)
      .exactOptional()
      .describe('Trigger categories: ids, or globs for their names, case-sensitive.'),
    logins: someOf(login).describe('GitHub logins of the owners. They are assigned to issues about these objects.'),
    approve: z
      .union([z.boolean(), z.literal('only')], { error: 'must be true, false or only' })
      .default(false)
      .describe(
        '`true`: the owners may approve too, even if `approvers.logins` does not list them. `only`: nobody else may approve.',
      ),
  }),
);

const clauses = {
  actors: someOf(actorId).exactOptional().describe('Zendesk user ids. -1 is Zendesk itself.'),
  kinds: someOf(kindName).exactOptional().describe('Kinds of objects.'),
  objects: someOf(objectName).exactOptional().describe('Single objects: `trigger/123`, `trigger/order`, or an id.'),
  actions: someOf(oneOf(auditActions)).exactOptional().describe('Actions in the audit log.'),
  titles: someOf(titleGlob)
    .exactOptional()
    .describe('Globs (`*`, `?`) for the whole title, case-sensitive. One must match before and after the change.'),
  ips: someOf(ipRange).exactOptional().describe('IP addresses or CIDR ranges, IPv4 or IPv6.'),
  window: window.exactOptional().describe('Part of the week in which the change must be made.'),
};
const clauseNames = Object.keys(clauses);

const rule = section({
  name: printableName('must be a name').describe('Unique name, one line. It appears in commits and issues.'),
  ...clauses,
  decide: oneOf(decisions).describe('What the rule decides if all its keys match.'),
})
  .refine((it) => typeof it !== 'object' || it === null || Object.keys(it).some((key) => clauseNames.includes(key)), {
    error: `must have at least one of ${clauseNames.join(', ')} (policy.default decides everything else)`,
    ...always,
  })
  .meta({ minProperties: 3 });

/** Names as they will be compared, trimmed; whatever has none is reported by its own schema. */
export function findRepeatedName(rules: unknown): string | null {
  const names = (Array.isArray(rules) ? rules : []).flatMap((it: unknown) =>
    isObject(it) && typeof it['name'] === 'string' ? [it['name'].trim()] : [],
  );
  return names.find((name, index) => names.indexOf(name) < index) ?? null;
}

export const policy = section({
  default: oneOf(decisions).default('unapproved').describe('Decides changes that no rule matches.'),
  rules: listOf(rule)
    .refine((rules) => findRepeatedName(rules) === null, {
      error: (issue) => `two rules have the name ${quote(findRepeatedName(issue.input))}`,
      ...always,
    })
    .prefault([])
    .describe('The first rule whose keys all match decides an audit entry (docs/policy.md).'),
});
