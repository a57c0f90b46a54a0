import { unknownIp } from '#core/entry/audit-entry.ts';
import { isEmail, type Person } from '#core/entry/author.ts';
import { isObjectKey, type ObjectKey } from '#core/object-key.ts';
import { verdictReasons } from '#core/verdict.ts';
import { isPathSafeId } from '#kinds/object-id.ts';
import { parseBackfill, parseBackfilled } from './backfill-facts.ts';
import type {
  BaselineFacts,
  ChangeFacts,
  CommitFacts,
  ConfigurationFacts,
  DecisionFacts,
  ExpiryFacts,
  FactEntry,
  GitHubAccount,
  LogAlert,
  LogFacts,
  MoveFacts,
  NamesFacts,
  RepairFacts,
  RequestTerms,
} from './commit-facts.ts';
import * as is from './commit-patterns.ts';
import { logObject, namesObject } from './facts-to-trailers.ts';
import type { Trailer } from './trailer-block.ts';
import { type Fields, oneOf, read } from './trailer-fields.ts';

/**
 * The facts that a block seems to hold, or null where a needed value is missing or misshapen. What is too much (doubled,
 * foreign, out of order) shows when the facts are written again: see `parseFacts`.
 */
export function trailersToFacts(trailers: readonly Trailer[]): CommitFacts | null {
  const fields: Fields = new Map(trailers.map(({ key, value }) => [key, value]));
  const account = read(fields, 'Zendesk-Account', is.isAccount);
  if (account === undefined) return null;
  const watermark = read(fields, 'Zendesk-Watermark', is.isTime);
  const facts = readers.find(([key]) => fields.has(key))?.[1](fields, trailers) ?? null;
  return facts && { ...facts, account, ...(watermark !== undefined && { watermark }) };
}

type Reader = (fields: Fields, trailers: readonly Trailer[]) => Own<CommitFacts> | null;

type Own<Facts> = Facts extends CommitFacts ? Omit<Facts, 'account' | 'watermark'> : never;

const isChangeType = oneOf('created', 'updated', 'deleted', 'reordered', 'none');
const isAttribution = oneOf('exact', 'revision', 'collapsed', 'partial', 'payload', 'none');
const isReason = oneOf(...verdictReasons);
const isLevel = oneOf('low', 'medium', 'high');
const any = (): boolean => true;
const isBlobOrNone = (text: string): boolean => text === 'none' || is.isBlob(text);

function change(fields: Fields, trailers: readonly Trailer[]): Own<ChangeFacts> | null {
  const object = read(fields, 'Zendesk-Object', isObjectKey);
  const type = read(fields, 'Zendesk-Change', isChangeType);
  const observed = read(fields, 'Zendesk-Observed', is.isTime);
  const explains = read(fields, 'Zendesk-Explains', is.isBlob);
  const others = fields.get('Zendesk-Other-Fields')?.split(', ');
  const attribution = read(fields, 'Attribution', isAttribution);
  const decision = read(fields, 'Verdict', oneOf('approved', 'unapproved'));
  const reason = read(fields, 'Verdict-Reason', isReason);
  const rule = read(fields, 'Verdict-Rule', any);
  const policy = read(fields, 'Verdict-Policy', isBlobOrNone);
  const entries = attribution === 'payload' ? [payloadEntry(fields)] : groups(trailers).map(entry);
  const known = entries.filter((entry) => entry !== null);
  if (!object || !type || !observed || !attribution || !decision || !reason || !policy) return null;
  if (known.length < entries.length || (known.length === 0) !== (attribution === 'none')) return null;
  const [level, ...codes] = fields.get('Risk')?.split(' ') ?? [];
  return {
    type: 'change',
    object,
    change: type,
    observed,
    ...(explains && { explains }),
    ...(others?.every(is.isFieldName) && { otherFields: others }),
    entries: known,
    attribution,
    verdict: { decision, reason, ...(rule !== undefined && { rule }), policy },
    ...(level !== undefined && isLevel(level) && codes.every(is.isWord) && { risk: { level, codes } }),
    coAuthors: trailers.filter(({ key }) => key === 'Co-authored-by').flatMap(({ value }) => person(value)),
  };
}

/** The `Audit-*` lines, cut in front of each `Audit-Id`. */
function groups(trailers: readonly Trailer[]): readonly Fields[] {
  const groups: Map<string, string>[] = [];
  for (const { key, value } of trailers) {
    if (key === 'Audit-Id') groups.push(new Map());
    if (key.startsWith('Audit-')) groups.at(-1)?.set(key, value);
  }
  return groups;
}

function entry(fields: Fields): FactEntry | null {
  const id = read(fields, 'Audit-Id', is.isEntryId);
  const action = read(fields, 'Audit-Action', any);
  const time = read(fields, 'Audit-Time', is.isTime);
  const actorName = read(fields, 'Audit-Actor', any);
  const actorId = read(fields, 'Audit-Actor-Id', is.isActorId);
  const ip = read(fields, 'Audit-Ip', any);
  const object = read(fields, 'Audit-Object', isObjectKey);
  if (!id || action === undefined || !time || actorName === undefined || !actorId || ip === undefined) return null;
  return { id, action, time, actorName, actorId, ip: ip === 'none' ? null : ip, ...(object && { object }) };
}

/** What the object says of its last edit: lines of an entry that the log does not have. */
function payloadEntry(fields: Fields): FactEntry | null {
  if (fields.has('Audit-Id') || fields.has('Audit-Action') || fields.get('Audit-Ip') !== unknownIp) return null;
  const time = read(fields, 'Audit-Time', is.isTime);
  const actorName = read(fields, 'Audit-Actor', any);
  const actorId = read(fields, 'Audit-Actor-Id', is.isActorId);
  if (!time || actorName === undefined || !actorId) return null;
  return { id: '', action: '', time, actorName, actorId, ip: unknownIp };
}

function person(written: string): readonly Person[] {
  const [, name, email] = /^([^<>]+) <([^<>]+)>$/.exec(written) ?? [];
  return name !== undefined && email !== undefined && isEmail(email) ? [{ name, email }] : [];
}

function baseline(fields: Fields): Own<BaselineFacts> | null {
  const time = read(fields, 'Zendesk-Baseline', is.isTime);
  const kinds = fields.get('Zendesk-Kinds')?.split(', ');
  const personal = read(fields, 'Zendesk-Personal', (text) => text === 'included');
  const redaction = read(fields, 'Zendesk-Redaction', is.isFingerprint);
  const format = read(fields, 'Zendesk-Format', is.isCount);
  const branch = read(fields, 'Zendesk-Branch', is.isBranch);
  const config = read(fields, 'Zendesk-Config', isBlobOrNone);
  if (!time || !kinds?.every(is.isWord)) return null;
  return {
    type: 'baseline',
    time,
    kinds,
    ...(personal && { personal: true as const }),
    ...(redaction && { redaction }),
    ...(format && { format: Number(format) }),
    ...(branch && { branch }),
    ...(config && { config }),
    accounts: accounts(fields),
  };
}

function decision(fields: Fields): Own<DecisionFacts> | null {
  const object = read(fields, 'Zendesk-Object', isObjectKey);
  const decision = read(fields, 'Decision', oneOf('approving', 'approved', 'rejected', 'reverting', 'reverted'));
  const by = read(fields, 'Decision-By', (text) => text.startsWith('@') && is.isLogin(text.slice(1)))?.slice(1);
  const byId = read(fields, 'Decision-By-Id', is.isEntryId);
  const issue = read(fields, 'Decision-Issue', is.isCount);
  const comment = read(fields, 'Decision-Comment', is.isEntryId);
  const change = read(fields, 'Decision-Change', is.isChange);
  const before = read(fields, 'Decision-Before', isBlobOrNone);
  const after = read(fields, 'Decision-After', isBlobOrNone);
  const fourEyes = read(fields, 'Decision-Four-Eyes', oneOf('yes', 'not-provable'));
  const config = read(fields, 'Decision-Config', is.isBlob);
  const reason = read(fields, 'Decision-Reason', any);
  const until = read(fields, 'Decision-Until', is.isTime);
  const writer = read(fields, 'Decision-Writer', is.isActorId);
  const newId = read(fields, 'Decision-New-Id', isPathSafeId);
  const time = read(fields, 'Decision-Time', is.isTime);
  const run = read(fields, 'Decision-Run', is.isRunId);
  const terms = fields.has('Request-Uses') ? request(fields) : undefined;
  if (
    !object ||
    !decision ||
    !by ||
    !byId ||
    !issue ||
    !comment ||
    !change ||
    !before ||
    !after ||
    !fourEyes ||
    !config ||
    terms === null
  )
    return null;
  return {
    type: 'decision',
    object,
    decision,
    by,
    byId,
    issue,
    comment,
    change,
    before: before === 'none' ? null : before,
    after: after === 'none' ? null : after,
    fourEyes,
    config,
    ...(reason !== undefined && { reason }),
    ...(until && { until }),
    ...(writer && { writer }),
    ...(newId && { newId }),
    ...(time && { time }),
    ...(run && { run }),
    ...(terms && { request: terms }),
  };
}

function expiry(fields: Fields): Own<ExpiryFacts> | null {
  const object = read(fields, 'Zendesk-Object', isObjectKey);
  const time = read(fields, 'Zendesk-Observed', is.isTime);
  const approval = read(fields, 'Zendesk-Expired', is.isBlob);
  return object && time && approval ? { type: 'expiry', object, approval, time } : null;
}

function request(fields: Fields): RequestTerms | null {
  const actors = fields.get('Request-Actors')?.split(', ') ?? [];
  const objects = fields.get('Request-Objects')?.split(', ') ?? [];
  const from = read(fields, 'Request-From', is.isTime);
  const to = read(fields, 'Request-To', is.isTime);
  const uses = read(fields, 'Request-Uses', oneOf('once', 'many'));
  const expected = fields.get('Request-Expected')?.split(', ') ?? [];
  const states = expected.flatMap((one): readonly (readonly [ObjectKey, string])[] => {
    const [object = '', blob = ''] = one.split('=');
    return isObjectKey(object) && is.isBlob(blob) ? [[object, blob]] : [];
  });
  const known = objects.filter(isObjectKey);
  if (!actors.every(is.isActorId) || known.length < objects.length || states.length < expected.length) return null;
  return from && to && uses ? { actors, objects: known, from, to, expected: new Map(states), uses } : null;
}

function repair(fields: Fields): Own<RepairFacts> | null {
  const files = read(fields, 'Zendesk-Repair', is.isCount);
  return files === undefined ? null : { type: 'repair', files: Number(files) };
}

function configuration(fields: Fields): Own<ConfigurationFacts> | null {
  const before = read(fields, 'Config-Before', isBlobOrNone);
  const after = read(fields, 'Config-After', isBlobOrNone);
  const commit = read(fields, 'Config-Commit', isBlobOrNone);
  if (!before || !after || !commit) return null;
  const orNull = (id: string) => (id === 'none' ? null : id);
  return {
    type: 'configuration',
    before: orNull(before),
    after: orNull(after),
    commit: orNull(commit),
    accounts: accounts(fields),
  };
}

/** `jane-gh 34, ann 36`; what is no login and id is left out, which voids the block. */
const accounts = (fields: Fields): readonly GitHubAccount[] =>
  (fields.get('Config-Accounts')?.split(', ') ?? []).flatMap((one) => {
    const [, login = '', id = ''] = /^(\S+) (\d{1,20})$/.exec(one) ?? [];
    return is.isLogin(login) ? [{ login, id }] : [];
  });

function move(fields: Fields): Own<MoveFacts> | null {
  const from = read(fields, 'Zendesk-Moved-From', is.isBranch);
  const to = read(fields, 'Zendesk-Moved-To', is.isBranch);
  return from && to ? { type: 'move', from, to } : null;
}

/** The trailer that says what a block is about, the first that fits; a change has none of these. */
const readers: readonly (readonly [key: string, read: Reader])[] = [
  ['Zendesk-Backfill', parseBackfill],
  ['Decision', decision],
  ['Zendesk-Expired', expiry],
  ['Zendesk-Baseline', baseline],
  ['Zendesk-Repair', repair],
  ['Config-After', configuration],
  ['Zendesk-Moved-To', move],
  [
    'Zendesk-Change',
    (fields, trailers) => (fields.get('Verdict') === 'none' ? parseBackfilled(fields) : change(fields, trailers)),
  ],
  ['Zendesk-Object', names],
];

/** The only ones of these blocks that are about no object. */
function names(fields: Fields, trailers: readonly Trailer[]): Own<NamesFacts> | Own<LogFacts> | null {
  const object = fields.get('Zendesk-Object');
  if (object === logObject) return log(trailers);
  return object === namesObject ? { type: 'names' } : null;
}

function log(trailers: readonly Trailer[]): Own<LogFacts> | null {
  const lines = trailers.filter(({ key }) => key === 'Log-Alert');
  const alerts = lines.flatMap(({ value }) => alert(value) ?? []);
  return alerts.length < lines.length ? null : { type: 'log', alerts };
}

function alert(written: string): LogAlert | null {
  const [, count = '', named = '', rule = ''] = /^(\d+) (\S+) (.+)$/s.exec(written) ?? [];
  const entries = named.split(',').map((one) => {
    const [id = '', time = ''] = one.split('@');
    return { id, time };
  });
  const isWhole = entries.every(({ id, time }) => is.isEntryId(id) && is.isTime(time));
  return is.isCount(count) && isWhole ? { rule, entries, count: Number(count) } : null;
}
