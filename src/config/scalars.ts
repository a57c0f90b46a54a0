import * as z from 'zod';
import { idForm } from '#kinds/object-id.ts';
import { kindNames } from '#kinds/registry.ts';
import { parseTimezone } from '#policy/window.ts';
import { isVisible } from '#text.ts';
import { parseDuration } from './duration.ts';
import { quote } from './quote.ts';

/**
 * The small schemas that the keys are made of. Each says in one phrase what a value must be; the phrase follows the
 * key's path in a message, so it never repeats the path.
 */

/** A mapping with exactly these keys. */
export const section = <Shape extends z.core.$ZodLooseShape>(shape: Shape) =>
  z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? `unknown key (known here: ${Object.keys(shape).join(', ')})`
        : 'must be a mapping of keys',
  });

export const listOf = <Item extends z.ZodType>(item: Item) => z.array(item, { error: 'must be a list' });

export const someOf = <Item extends z.ZodType>(item: Item) =>
  listOf(item).min(1, { error: 'must have at least one item, or be left out' });

export const oneOf = <const Words extends readonly [string, ...string[]]>(words: Words) =>
  z.enum(words, { error: `must be ${words.length === 1 ? words[0] : `one of ${words.join(', ')}`}` });

export const trueOrFalse = z.boolean({ error: 'must be true or false' });

export const wholeNumber = (least: number, most: number) => {
  const error = `must be a whole number from ${least} to ${most}`;
  return z.int({ error }).min(least, { error }).max(most, { error });
};

const matching = (pattern: RegExp, error: string) => z.string({ error }).regex(pattern, { error });

export const accountName = matching(
  /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/,
  'must be a subdomain: a-z, 0-9 and "-", at most 63 characters',
);

const idOf = (least: number, pattern: RegExp, error: string) =>
  z.union([z.int({ error }).min(least, { error }), matching(pattern, error)], { error }).transform(String);

const actorWords = 'must be a Zendesk user id: digits (or -1, Zendesk itself)';
export const actorId = idOf(-1, /^(?:-1|[1-9]\d{0,39})$/, actorWords).refine((id) => id !== '0', { error: actorWords });

/** As the audit log names an action; the list of them is Zendesk's. */
export const logAction = matching(/^[a-z_]{1,40}$/i, 'must be an action such as update or exported');

export const sourceType = matching(
  /^[\w./-]{1,100}$/,
  'must be a source type such as user, api_token or account_setting',
);

/** A GitHub user id. */
export const githubId = idOf(1, /^[1-9]\d{0,19}$/, 'must be a GitHub user id: digits');

/** A user id as the key of a mapping; Zendesk itself is nobody's identity. */
export const userIdKey = matching(/^[1-9]\d{0,39}$/, 'must be a Zendesk user id: digits');

export const objectName = idOf(
  0,
  new RegExp(`^(?:(?:${kindNames.join('|')})/)?${idForm}$`),
  `must be KIND/ID or an id, KIND one of ${kindNames.join(', ')}`,
);

export const kindName = z
  .string({ error: `must be a kind: ${kindNames.join(', ')}` })
  .refine((name) => kindNames.includes(name), {
    error: (issue) => `unknown kind ${quote(issue.input)} (known: ${kindNames.join(', ')})`,
  })
  .meta({ enum: [...kindNames] });

/** A GitHub login; machine accounts end in `[bot]`, enterprise accounts in `_shortcode`. */
export const login = matching(/^[A-Za-z0-9](?:[A-Za-z0-9_-]{0,98})(?:\[bot\])?$/, 'must be a GitHub login without "@"');

export const emailAddress = matching(/^[^\s<>@]{1,64}@[^\s<>@]{1,190}$/, 'must be an e-mail address').refine(
  isVisible,
  { error: 'must have printable characters only' },
);

/** One printable line without blanks around it. */
export const printableName = (words: string) =>
  z
    .string({ error: words })
    .trim()
    .min(1, { error: words })
    .max(100, { error: 'must have at most 100 characters' })
    .refine(isVisible, { error: 'must be one line of printable characters' });

export const timezone = z
  .string({ error: 'must be a time zone such as Europe/Berlin' })
  .refine((name) => parseTimezone(name) !== null, {
    error: (issue) => `unknown time zone ${quote(issue.input)} (use a name such as Europe/Berlin)`,
  })
  .transform((name) => parseTimezone(name) ?? name);

/** Milliseconds; bounds are durations as a person writes them. */
export const duration = (least: string, most: string) => {
  const error = `must be a duration from ${least} to ${most}, such as 45m, 24h or 7d`;
  return matching(/^(?=\d)(?:\d+d)?(?:\d+h)?(?:\d+m)?(?:\d+s)?$/, error)
    .transform((text) => parseDuration(text) ?? Number.NaN)
    .refine((value) => value >= (parseDuration(least) ?? 0) && value <= (parseDuration(most) ?? 0), { error });
};

/** Fraction from 0 to 1. */
export const percentage = matching(/^(?:100|\d{1,2}(?:\.\d{1,4})?)%$/, 'must be a percentage such as 20%').transform(
  (text) => Number(text.slice(0, -1)) / 100,
);

/** A file by its path from the top of the repository. */
export const repositoryPath = printableName('must be a path in the repository').refine(
  (path) => !/^[/~-]|\\|:|\/$/.test(path) && path.split('/').every((part) => !/^(?:\.{1,2})?$/.test(part)),
  { error: 'must be a path in the repository, such as .github/zendrift/allowed_signers' },
);

export const commitId = matching(
  /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/,
  'must be a full commit id in quotes: 40 or 64 hexadecimal digits',
);
