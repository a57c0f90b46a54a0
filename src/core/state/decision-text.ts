import type { DecisionKind, LogAlert } from '#core/commit/commit-facts.ts';
import {
  asFields,
  asList,
  asMap,
  asNullable,
  asNumber,
  asOneOf,
  asOptional,
  asText,
  asTime,
  type Decode,
  DecodeError,
} from '#core/decode.ts';
import { isObjectKey, type ObjectKey } from '#core/object-key.ts';
import type { Revert } from '#core/write-back/own-writes.ts';
import type { Json } from '#json.ts';
import type { EarlierDecision, ExpiredApproval, PartApproval, Rejection, Reviewer } from './episode.ts';
import type { ChangeRequest } from './request-fold.ts';
import type { AcceptedVanished, DoubtedCommit, RecordedDecision, UnconfirmedDecision } from './state.ts';

/** The parts of `state.json` that come from decisions. */

export const asKey: Decode<ObjectKey> = (value, path) => {
  if (typeof value === 'string' && isObjectKey(value)) return value;
  throw new DecodeError(`${path} is not an object`);
};

const asKind = asOneOf<DecisionKind>('approving', 'approved', 'rejected', 'reverting', 'reverted');

export const asDecision: Decode<RecordedDecision> = (value, path) => {
  const field = asFields(value, path);
  const until = field('until', asOptional(asTime, undefined));
  return {
    object: field('object', asKey),
    decision: field('decision', asKind),
    by: field('by', asText),
    reason: field('reason', asText),
    comment: field('comment', asText),
    commit: field('commit', asText),
    at: field('at', asTime),
    ...(until && { until }),
  };
};

const asReviewer: Decode<Reviewer> = (value, path) => {
  const field = asFields(value, path);
  return { by: field('by', asText), byId: field('byId', asText) };
};

export const asRejection: Decode<Rejection> = (value, path) => {
  const field = asFields(value, path);
  const others = field('others', asOptional(asList(asReviewer), undefined));
  return {
    ...asReviewer(value, path),
    reason: field('reason', asText),
    comment: field('comment', asText),
    ...(others && { others }),
  };
};

export const asPartApproval: Decode<PartApproval> = (value, path) => {
  const field = asFields(value, path);
  const until = field('until', asOptional(asTime, undefined));
  const named = { comment: field('comment', asText), commit: field('commit', asText) };
  return { ...asReviewer(value, path), ...named, ...(until && { until }) };
};

export const asExpired: Decode<ExpiredApproval> = (value, path) => {
  const field = asFields(value, path);
  return {
    by: field('by', asText),
    until: field('until', asTime),
    issue: field('issue', asNullable(asNumber)),
    at: field('at', asTime),
  };
};

export const asEarlier: Decode<EarlierDecision> = (value, path) => {
  const field = asFields(value, path);
  return {
    decision: field('decision', asOneOf('approved', 'rejected', 'reverted')),
    by: field('by', asText),
    at: field('at', asTime),
    issue: field('issue', asNullable(asNumber)),
    commit: field('commit', asText),
  };
};

export const asUnconfirmed: Decode<UnconfirmedDecision> = (value, path) => {
  const field = asFields(value, path);
  return {
    object: field('object', asKey),
    commit: field('commit', asText),
    by: field('by', asText),
    issue: field('issue', asText),
    reason: field('reason', asText),
  };
};

export const asDoubted: Decode<DoubtedCommit> = (value, path) => {
  const field = asFields(value, path);
  return { commit: field('commit', asText), what: field('what', asText), reason: field('reason', asText) };
};

export const requestJson = ({ issue: _issue, expected, ...request }: ChangeRequest): Json => ({
  ...request,
  used: request.used.map((use) => ({ ...use })),
  expected: Object.fromEntries(expected),
});

export const asRequest: Decode<Omit<ChangeRequest, 'issue'>> = (value, path) => {
  const field = asFields(value, path);
  return {
    actors: field('actors', asList(asText)),
    objects: field('objects', asList(asKey)),
    from: field('from', asTime),
    to: field('to', asTime),
    expected: new Map([...field('expected', asMap(asText))].map(([object, blob]) => [asKey(object, path), blob])),
    uses: field('uses', asOneOf('once', 'many')),
    used: field(
      'used',
      asList((use, at) => {
        const inner = asFields(use, at);
        return { commit: inner('commit', asText), object: inner('object', asKey) };
      }),
    ),
  };
};

export const alertJson = ({ rule, entries, count }: LogAlert): Json => ({
  rule,
  count,
  entries: entries.map((entry) => ({ ...entry })),
});

export const asAlert: Decode<LogAlert> = (value, path) => {
  const field = asFields(value, path);
  const asEntry: Decode<LogAlert['entries'][number]> = (one, at) => {
    const inner = asFields(one, at);
    return { id: inner('id', asText), time: inner('time', asTime) };
  };
  return { rule: field('rule', asText), entries: field('entries', asList(asEntry)), count: field('count', asNumber) };
};

export const asAccepted: Decode<AcceptedVanished> = (value, path) => {
  const field = asFields(value, path);
  return { ids: field('ids', asList(asText)), at: field('at', asTime) };
};

export const asRevert: Decode<Revert> = (value, path) => {
  const field = asFields(value, path);
  return {
    object: field('object', asKey),
    commit: field('commit', asText),
    comment: field('comment', asText),
    writer: field('writer', asText),
    from: field('from', asTime),
    until: field('until', asNullable(asTime)),
    before: field('before', asNullable(asText)),
    after: field('after', asNullable(asText)),
    newId: field('newId', asNullable(asText)),
    announced: field('announced', asTime),
    run: field('run', asNullable(asText)),
  };
};
