import { isLogged } from '#core/entry/audit-entry.ts';
import { isEmail, type Person, toPersonName } from '#core/entry/author.ts';
import { clip } from '#text.ts';
import { isOfThePast, printBackfill, printBackfilled } from './backfill-facts.ts';
import type {
  BackfilledFacts,
  BaselineFacts,
  ChangeFacts,
  CommitFacts,
  ConfigurationFacts,
  DecisionFacts,
  ExpiryFacts,
  FactEntry,
  GitHubAccount,
  LogAlert,
  RequestTerms,
} from './commit-facts.ts';
import type { Trailer } from './trailer-block.ts';

/**
 * Facts in the order of docs/format.md, Commits. Free texts are cut at 300 code points, and co-authors are made
 * acceptable to git. Idempotent: applied to its own result, it changes nothing.
 */
export function factsToTrailers(facts: CommitFacts): readonly Trailer[] {
  return [
    ['Zendesk-Account', facts.account],
    ...body(facts),
    ['Zendesk-Watermark', isOfThePast(facts) ? undefined : facts.watermark],
    ...(facts.type === 'change' ? coAuthors(facts) : []),
  ].flatMap(([key, value]) => (key === undefined || value === undefined ? [] : [{ key, value }]));
}

/** What a names commit has in place of an object; no object is called that. */
export const namesObject = 'names';
/** The same of a commit of log entries. */
export const logObject = 'log';

type Lines = readonly (readonly [key: string, value: string | undefined])[];

function body(facts: CommitFacts): Lines {
  switch (facts.type) {
    case 'change':
      return change(facts);
    case 'baseline':
      return baseline(facts);
    case 'decision':
      return decision(facts);
    case 'expiry':
      return expiry(facts);
    case 'repair':
      return [['Zendesk-Repair', String(facts.files)]];
    case 'configuration':
      return configuration(facts);
    case 'move':
      return [
        ['Zendesk-Moved-From', facts.from],
        ['Zendesk-Moved-To', facts.to],
      ];
    case 'names':
      return [['Zendesk-Object', namesObject]];
    case 'log':
      return [['Zendesk-Object', logObject], ...facts.alerts.map(alert)];
    case 'backfilled':
      return printBackfilled(clipped(facts));
    case 'backfill':
      return printBackfill(facts);
  }
}

const change = (facts: ChangeFacts): Lines => [
  ['Zendesk-Object', facts.object],
  ['Zendesk-Change', facts.change],
  ['Zendesk-Observed', facts.observed],
  ['Zendesk-Explains', facts.explains],
  ['Zendesk-Other-Fields', facts.otherFields?.join(', ')],
  ...facts.entries.flatMap(entry),
  ['Attribution', facts.attribution],
  ['Verdict', facts.verdict.decision],
  ['Verdict-Reason', facts.verdict.reason],
  ['Verdict-Rule', facts.verdict.rule === undefined ? undefined : freeText(facts.verdict.rule)],
  ['Verdict-Policy', facts.verdict.policy],
  ['Risk', facts.risk && [facts.risk.level, ...facts.risk.codes].join(' ')],
];

const entry = (entry: FactEntry): Lines => [
  ['Audit-Id', isLogged(entry) ? entry.id : undefined],
  ['Audit-Action', isLogged(entry) ? freeText(entry.action) : undefined],
  ['Audit-Time', entry.time],
  ['Audit-Actor', freeText(entry.actorName)],
  ['Audit-Actor-Id', entry.actorId],
  ['Audit-Ip', entry.ip === null ? 'none' : freeText(entry.ip)],
  ['Audit-Object', entry.object],
];

const baseline = (facts: BaselineFacts): Lines => [
  ['Zendesk-Baseline', facts.time],
  ['Zendesk-Kinds', facts.kinds.join(', ')],
  ['Zendesk-Branch', facts.branch],
  ['Zendesk-Personal', facts.personal === true ? 'included' : undefined],
  ['Zendesk-Redaction', facts.redaction],
  ['Zendesk-Format', facts.format === undefined ? undefined : String(facts.format)],
  ['Zendesk-Config', facts.config],
  ['Config-Accounts', accounts(facts.accounts)],
];

const configuration = ({ before, after, commit, accounts: resolved }: ConfigurationFacts): Lines => [
  ['Config-Before', before ?? 'none'],
  ['Config-After', after ?? 'none'],
  ['Config-Commit', commit ?? 'none'],
  ['Config-Accounts', accounts(resolved)],
];

const accounts = (resolved: readonly GitHubAccount[]): string | undefined =>
  resolved.length === 0 ? undefined : resolved.map(({ login, id }) => `${login} ${id}`).join(', ');

const decision = (facts: DecisionFacts): Lines => [
  ['Zendesk-Object', facts.object],
  ['Decision', facts.decision],
  ['Decision-By', `@${facts.by}`],
  ['Decision-By-Id', facts.byId],
  ['Decision-Issue', facts.issue],
  ['Decision-Comment', facts.comment],
  ['Decision-Change', facts.change],
  ['Decision-Before', facts.before ?? 'none'],
  ['Decision-After', facts.after ?? 'none'],
  ['Decision-Four-Eyes', facts.fourEyes],
  ['Decision-Config', facts.config],
  ['Decision-Reason', facts.reason === undefined ? undefined : freeText(facts.reason)],
  ['Decision-Until', facts.until],
  ['Decision-Writer', facts.writer],
  ['Decision-New-Id', facts.newId],
  ['Decision-Time', facts.time],
  ['Decision-Run', facts.run],
  ...(facts.request === undefined ? [] : request(facts.request)),
];

const expiry = ({ object, approval, time }: ExpiryFacts): Lines => [
  ['Zendesk-Object', object],
  ['Zendesk-Observed', time],
  ['Zendesk-Expired', approval],
];

const request = ({ actors, objects, from, to, expected, uses }: RequestTerms): Lines => [
  ['Request-Actors', actors.join(', ')],
  ['Request-Objects', objects.join(', ')],
  ['Request-From', from],
  ['Request-To', to],
  ['Request-Expected', expected.size === 0 ? undefined : [...expected].map((one) => one.join('=')).join(', ')],
  ['Request-Uses', uses],
];

/** `1 28835703787924@2026-11-22T10:12:13Z admin-granted` */
const alert = ({ rule, entries, count }: LogAlert): Lines[number] => [
  'Log-Alert',
  `${count} ${entries.map(({ id, time }) => `${id}@${time}`).join(',')} ${freeText(rule)}`,
];

function coAuthors(facts: ChangeFacts): Lines {
  const nobody = `unattributed@${facts.account}.zendesk.invalid`;
  const people = facts.coAuthors.map(
    ({ name, email }: Person): Person => ({
      name: toPersonName(name, 'Unknown'),
      email: isEmail(email) ? email : nobody,
    }),
  );
  return [...new Set(people.map(({ name, email }) => `${name} <${email}>`))].map((person) => [
    'Co-authored-by',
    person,
  ]);
}

function clipped(facts: BackfilledFacts): BackfilledFacts {
  const { action, actor, ip } = facts.edit;
  const short = (text: string | null) => (text === null ? null : freeText(text));
  const edit = { ...facts.edit, action: short(action), ip: short(ip) };
  return { ...facts, edit: { ...edit, actor: actor === null ? null : { ...actor, name: freeText(actor.name) } } };
}

/** As much of a text as a trailer keeps. */
export const freeText = (text: string): string => clip(text, 300);
