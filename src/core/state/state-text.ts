import type { Attribution, ChangeType } from '#core/change.ts';
import {
  asFields,
  asFlag,
  asList,
  asMap,
  asNullable,
  asNumber,
  asOneOf,
  asOptional,
  asText,
  asTime,
  type Decode,
} from '#core/decode.ts';
import type { AuditEntry } from '#core/entry/audit-entry.ts';
import { objectKey } from '#core/object-key.ts';
import { canonicalText, type Json, parseExact } from '#json.ts';
import { addAlerts } from './alerts.ts';
import {
  alertJson,
  asAccepted,
  asAlert,
  asDecision,
  asDoubted,
  asEarlier,
  asExpired,
  asPartApproval,
  asRejection,
  asRequest,
  asRevert,
  asUnconfirmed,
  requestJson,
} from './decision-text.ts';
import type { Episode, EpisodeChange, Rejection } from './episode.ts';
import { asHub, asRepository, hubJson } from './hub-text.ts';
import type { EndedEpisode, State, TimedApproval } from './state.ts';
import { asVerdict } from './verdict-text.ts';

/** Version of `state.json`; another one is rebuilt from history. */
export const stateFormat = 2;

/** The text of `state.json`. */
export function printState(state: State): string {
  const { account, baselines, seen, recent, episodes, ended, known } = state;
  return canonicalText({
    format: stateFormat,
    account,
    baselines: Object.fromEntries(baselines),
    'snapshot-format': state.snapshotFormat,
    redaction: state.redaction,
    personal: state.personal,
    watermark: state.watermark,
    seen: Object.fromEntries(seen),
    pending: state.pending.map((entry) => ({ ...entry })),
    'pending-orders': state.pendingOrders,
    tree: state.tree,
    ...(state.log.size === 0 ? {} : { log: Object.fromEntries(state.log) }),
    ...(state.logRead === null ? {} : { 'log-read': state.logRead }),
    ...(state.alerts.size === 0 ? {} : { alerts: [...state.alerts.values()].map(alertJson) }),
    branch: state.branch,
    folded: state.folded,
    config: state.config,
    accounts: Object.fromEntries(state.accounts),
    unconfirmed: state.unconfirmed.map((one) => ({ ...one })),
    ...(state.doubted.length === 0 ? {} : { doubted: state.doubted.map((one) => ({ ...one })) }),
    recent: Object.fromEntries([...recent].map(([object, changes]) => [object, changes.map(changeJson)])),
    episodes: Object.fromEntries([...episodes].map(([object, episode]) => [object, episodeJson(episode)])),
    ended: Object.fromEntries(
      [...ended].map(([object, { how, commit, at, since, issue, decision }]) => [
        object,
        { how, commit, at, since, issue, decision: decision ? { ...decision } : null },
      ]),
    ),
    ...(state.timed.size === 0 ? {} : { timed: timedJson(state.timed) }),
    reverts: state.reverts.map((revert) => ({ ...revert })),
    decisions: state.decisions.map((decision) => ({ ...decision })),
    decided: Object.fromEntries([...state.decided].map(([object, all]) => [object, all.map((one) => ({ ...one }))])),
    requests: Object.fromEntries([...state.requests].map(([issue, request]) => [issue, requestJson(request)])),
    accepted: Object.fromEntries([...state.accepted].map(([kind, { ids, at }]) => [kind, { ids, at }])),
    known: Object.fromEntries(known),
    'last-sweep': state.lastSweep,
    ...(state.looked === null ? {} : { looked: state.looked }),
    ...(state.absent.length === 0 ? {} : { absent: state.absent }),
    ...(state.digested === null ? {} : { digested: state.digested }),
    'last-run': state.lastRun,
    interval: state.interval,
    written: Object.fromEntries(state.written),
    login: state.login,
    hub: state.hub === null ? null : hubJson(state.hub),
    repository: state.repository === null ? null : { ...state.repository },
  });
}

const changeJson = (change: EpisodeChange): Json => ({
  ...change,
  entries: change.entries.map((entry) => ({ ...entry })),
  verdict: { ...change.verdict, failed: change.verdict.failed.map((clause) => ({ ...clause })) },
});

export const episodeJson = ({
  approvedState,
  changes,
  rejected,
  approvals,
  expired,
  issue,
  earlier,
}: Episode): Json => ({
  approvedState,
  changes: changes.map(changeJson),
  rejected: rejected === null ? null : rejectionJson(rejected),
  ...(approvals && { approvals: approvals.map((one) => ({ ...one })) }),
  ...(expired && { expired: { ...expired } }),
  issue,
  ...(earlier && { earlier: earlier.map((one) => ({ ...one })) }),
});

const rejectionJson = ({ others, ...rejection }: Rejection): Json => ({
  ...rejection,
  ...(others && { others: others.map((one) => ({ ...one })) }),
});

const timedJson = (timed: State['timed']): Json =>
  Object.fromEntries(
    [...timed].map(([object, { changes, ...approval }]) => [object, { ...approval, changes: changes.map(changeJson) }]),
  );

/** Reads `state.json`; null for anything but a whole state of this format and account: then history is read instead. */
export function parseState(text: string, account: string): State | null {
  try {
    const field = asFields(parseExact(text), 'state');
    if (field('format', asNumber) !== stateFormat || field('account', asText) !== account) return null;
    const keyed = <T>(map: ReadonlyMap<string, T>) =>
      [...map].map(([key, value]) => {
        const [kind = '', id = ''] = key.split('/');
        return [objectKey(kind, id), value] as const;
      });
    return {
      account,
      baselines: field('baselines', asMap(asTime)),
      snapshotFormat: field('snapshot-format', asNumber),
      redaction: field('redaction', asText),
      personal: field('personal', asFlag),
      watermark: field('watermark', asTime),
      seen: field('seen', asMap(asTime)),
      pending: field('pending', asList(asEntry)),
      pendingOrders: field('pending-orders', asList(asText)),
      tree: field('tree', asNullable(asText)),
      log: field('log', asOptional(asMap(asText), new Map<string, string>())),
      logRead: field('log-read', asOptional(asTime, null)),
      alerts: addAlerts(new Map(), field('alerts', asOptional(asList(asAlert), []))),
      branch: field('branch', asNullable(asText)),
      folded: field('folded', asNullable(asText)),
      config: field('config', asNullable(asText)),
      accounts: field('accounts', asMap(asText)),
      unconfirmed: field('unconfirmed', asList(asUnconfirmed)),
      doubted: field('doubted', asOptional(asList(asDoubted), [])),
      recent: new Map(keyed(field('recent', asMap(asList(asChange))))),
      episodes: new Map(
        keyed(field('episodes', asMap(asEpisode))).map(([object, episode]) => [object, { ...episode, object }]),
      ),
      ended: new Map(keyed(field('ended', asMap(asEnded))).map(([object, ended]) => [object, { ...ended, object }])),
      timed: new Map(keyed(field('timed', asOptional(asMap(asTimed), new Map())))),
      reverts: field('reverts', asList(asRevert)),
      decisions: field('decisions', asList(asDecision)),
      decided: new Map(keyed(field('decided', asMap(asList(asEarlier))))),
      requests: new Map(
        [...field('requests', asMap(asRequest))].map(([issue, request]) => [issue, { ...request, issue }]),
      ),
      accepted: field('accepted', asMap(asAccepted)),
      known: field('known', asMap(asList(asText))),
      lastSweep: field('last-sweep', asNullable(asTime)),
      looked: field('looked', asOptional(asTime, null)),
      absent: field('absent', asOptional(asList(asText), [])),
      digested: field('digested', asOptional(asTime, null)),
      lastRun: field('last-run', asNullable(asTime)),
      interval: field('interval', asNullable(asNumber)),
      written: field('written', asMap(asText)),
      login: field('login', asNullable(asText)),
      hub: field('hub', asNullable(asHub)),
      repository: field('repository', asNullable(asRepository)),
    };
  } catch {
    // Also what is nested so deeply, or so large, that parsing it overflows the stack.
    return null;
  }
}

const asEntry: Decode<AuditEntry> = (value, path) => {
  const field = asFields(value, path);
  return {
    id: field('id', asText),
    action: field('action', asText),
    actorId: field('actorId', asText),
    actorName: field('actorName', asText),
    sourceId: field('sourceId', asText),
    sourceType: field('sourceType', asText),
    sourceLabel: field('sourceLabel', asText),
    description: field('description', asText),
    ip: field('ip', asNullable(asText)),
    time: field('time', asTime),
  };
};

const asAttribution = asOneOf<Attribution>('exact', 'revision', 'collapsed', 'partial', 'payload', 'none');
const asChangeType = asOneOf<ChangeType>('created', 'updated', 'deleted', 'reordered', 'none');
const asRisk = asOneOf('low', 'medium', 'high');

const asChange: Decode<EpisodeChange> = (value, path) => {
  const field = asFields(value, path);
  const otherFields = field('otherFields', asOptional(asList(asText), undefined));
  return {
    commit: field('commit', asText),
    type: field('type', asChangeType),
    before: field('before', asNullable(asText)),
    after: field('after', asNullable(asText)),
    entries: field('entries', asList(asEntry)),
    attribution: field('attribution', asAttribution),
    observed: field('observed', asTime),
    transient: field('transient', asFlag),
    verdict: field('verdict', asVerdict),
    risk: field('risk', asRisk),
    riskCodes: field('riskCodes', asList(asText)),
    moved: field('moved', asList(asText)),
    ...(otherFields && { otherFields }),
    ...(field('fromHistory', (found) => found === true) ? { fromHistory: true } : {}),
  };
};

const asEpisode: Decode<Omit<Episode, 'object'>> = (value, path) => {
  const field = asFields(value, path);
  const earlier = field('earlier', asOptional(asList(asEarlier), undefined));
  const approvals = field('approvals', asOptional(asList(asPartApproval), undefined));
  const expired = field('expired', asOptional(asExpired, undefined));
  return {
    approvedState: field('approvedState', asNullable(asText)),
    changes: field('changes', asList(asChange)),
    rejected: field('rejected', asNullable(asRejection)),
    ...(approvals && { approvals }),
    ...(expired && { expired }),
    issue: field('issue', asNullable(asNumber)),
    ...(earlier && { earlier }),
  };
};

const asTimed: Decode<TimedApproval> = (value, path) => {
  const field = asFields(value, path);
  return {
    until: field('until', asTime),
    commit: field('commit', asText),
    by: field('by', asText),
    issue: field('issue', asNullable(asNumber)),
    approvedState: field('approvedState', asNullable(asText)),
    changes: field('changes', asList(asChange)),
  };
};

const asEnded: Decode<Omit<EndedEpisode, 'object'>> = (value, path) => {
  const field = asFields(value, path);
  const decision = field('decision', asNullable(asDecision));
  return {
    how: field('how', asOneOf('restored', 'approved', 'approved-late', 'reverted')),
    commit: field('commit', asText),
    at: field('at', asTime),
    since: field('since', asTime),
    issue: field('issue', asNullable(asNumber)),
    ...(decision && { decision }),
  };
};
