import { alertId, printAlertMark, watchKey } from '#core/commit/alert-mark.ts';
import type { LogAlert } from '#core/commit/commit-facts.ts';
import type { LoggedAct } from '#core/entry/log-file.ts';
import type { DoubtedCommit, UnconfirmedDecision } from '#core/state/state.ts';
import type { IssueDraft } from '#ports.ts';
import { codeSpan } from '#render/escape/code-span.ts';
import { fullTime } from '#render/time-words.ts';
import { accountLabel } from './labels.ts';
import { renderWatch } from './watch-alert.ts';

/** Something a person must look at that is no drift of an object. One open issue each. */
export type Alert =
  | { readonly type: 'stopped'; readonly since: string; readonly reason: string; readonly hint: string }
  | {
      readonly type: 'held-back';
      readonly kind: string;
      readonly plural: string;
      readonly reason: string;
      readonly vanished: readonly string[];
    }
  /** Entries of the log that matched `alerts`, as far as they are named; one that is not at hand is left out. */
  | { readonly type: 'watch'; readonly alert: LogAlert; readonly acts: readonly LoggedAct[] }
  | { readonly type: 'withheld'; readonly objects: readonly string[] }
  /** The state ref said something else than the commits. */
  | { readonly type: 'state'; readonly differences: readonly string[] }
  | { readonly type: 'unconfirmed'; readonly decisions: readonly UnconfirmedDecision[] }
  /** Commits that look like ours and are not. */
  | { readonly type: 'forged'; readonly commits: readonly DoubtedCommit[] };

/** An alert about someone's act stays until a person closes it: that it is over is not for the next run to say. */
export const isForPeople = (key: string): boolean => ['state', 'unconfirmed', 'forged'].includes(key);

export const alertLabel = 'zendrift-alert';

/** What an alert is about: `stopped`, `withheld`, `held-back-macro`, `watch-28835703787924`. */
export function alertKey(alert: Alert): string {
  if (alert.type === 'watch') return watchKey(alertId(alert.alert));
  return alert.type === 'held-back' ? `held-back-${alert.kind}` : alert.type;
}

const mostVanished = 100;

/** As many ids fit into one trailer of the commit that accepts them. */
const mostAcceptable = 1500;

const isAcceptable = (ids: readonly string[]): boolean =>
  ids.length > 0 && ids.length <= mostAcceptable && ids.every((id) => /^\d{1,32}$/.test(id));

const vanishedMark = (ids: readonly string[]): readonly string[] =>
  isAcceptable(ids) ? [`<!-- zendrift:1 vanished=${ids.join(',')} -->`] : [];

/** The ids in the second line of an issue about a held-back kind. */
export function parseVanished(body: string): readonly string[] {
  const line = body.split(/\r?\n/, 2)[1] ?? '';
  const ids = /^<!-- zendrift:1 vanished=([\d,]+) -->$/.exec(line)?.[1]?.split(',') ?? [];
  return isAcceptable(ids) ? ids : [];
}

export function renderAlert(alert: Alert, account: string, timezone: string): IssueDraft {
  const mark = printAlertMark(account, alertKey(alert));
  const labels = [alertLabel, accountLabel(account)];
  if (alert.type === 'stopped') {
    const body = [
      mark,
      `No run has finished since ${fullTime(alert.since, timezone)}. Nothing is lost: the next run that finishes records everything since then.`,
      '',
      `The last run failed: ${codeSpan(alert.reason, 500)}`,
      `What to do: ${codeSpan(alert.hint, 500)}`,
      '',
      'zendrift closes this issue when a run finishes.',
    ].join('\n');
    return { title: `Tracking stopped: ${account}`, body, labels, assignees: [] };
  }
  if (alert.type === 'watch') {
    const { title, body } = renderWatch(alert, { mark, account, timezone });
    return { title, body, labels, assignees: [] };
  }
  if (alert.type === 'withheld') {
    const body = renderWithheld(mark, alert.objects);
    return { title: `[${account}] Not recorded: GitHub found a secret`, body, labels, assignees: [] };
  }
  if (alert.type === 'state') {
    const body = renderDifferences(mark, alert.differences);
    return { title: `[${account}] The saved state did not match the history`, body, labels, assignees: [] };
  }
  if (alert.type === 'unconfirmed') {
    const body = renderUnconfirmed(mark, alert.decisions);
    return { title: `[${account}] Decisions that GitHub does not confirm`, body, labels, assignees: [] };
  }
  if (alert.type === 'forged') {
    const body = renderForged(mark, alert.commits);
    return { title: `[${account}] Commits that no run of zendrift pushed`, body, labels, assignees: [] };
  }
  const shown = alert.vanished.slice(0, mostVanished);
  const more = alert.vanished.length - shown.length;
  const body = [
    mark,
    ...vanishedMark(alert.vanished),
    `The last run recorded nothing about the ${alert.plural}: ${codeSpan(alert.reason, 500)}. This looks like an API error or a lost permission, not a real deletion. Everything else was recorded.`,
    '',
    ...(shown.length === 0
      ? ['Every run tries again. zendrift closes this issue when it succeeds.']
      : [
          `Missing: ${shown.map((id) => codeSpan(id, 40)).join(', ')}${more > 0 ? ` and ${more} more` : ''}.`,
          '',
          ...(isAcceptable(alert.vanished)
            ? ['If they really were deleted, start a new comment with:', '```', '/accept', '```', 'or']
            : ['If they really were deleted,']),
          `run \`zendrift track --accept-vanished ${alert.kind}\` once. Otherwise zendrift closes this issue when they are back.`,
        ]),
  ].join('\n');
  return { title: `[${account}] Held back: ${alert.plural}`, body, labels, assignees: [] };
}

const mostWithheld = 100;

function renderWithheld(mark: string, objects: readonly string[]): string {
  const shown = objects.slice(0, mostWithheld).map((object) => `- ${codeSpan(object, 80)}`);
  const more = objects.length - shown.length;
  return [
    mark,
    "GitHub's push protection found a secret in the state of these objects, so zendrift has not recorded their changes yet. Everything else was recorded.",
    '',
    ...shown,
    ...(more > 0 ? [`- and ${more} more`] : []),
    '',
    'What to do: remove the secret from the object in Zendesk, and replace it wherever it was used, because agents could read it. If it has to stay, add its field to `redact` in the configuration, so that zendrift keeps only a keyed hash of it.',
    '',
    'Every run tries again. zendrift closes this issue when it succeeds.',
  ].join('\n');
}

const mostLines = 50;

function listed(lines: readonly string[]): readonly string[] {
  const more = lines.length - mostLines;
  return [...lines.slice(0, mostLines).map((line) => `- ${line}`), ...(more > 0 ? [`- and ${more} more`] : [])];
}

const renderDifferences = (mark: string, differences: readonly string[]): string =>
  [
    mark,
    'The saved state contained something that is in no commit. zendrift rebuilt it from the commits, so the record and the open issues are correct. Someone who can push to this repository may have changed it.',
    '',
    ...listed(differences.map((difference) => codeSpan(difference, 300))),
    '',
    'What to do: find out who pushed to the state ref, and run `zendrift verify --remote --github`. Close this issue when you are done.',
  ].join('\n');

const renderUnconfirmed = (mark: string, decisions: readonly UnconfirmedDecision[]): string =>
  [
    mark,
    "These commits look like reviewers' decisions, but GitHub does not confirm them. They don't count: the changes stay open until someone decides in the issue.",
    '',
    ...listed(
      decisions.map(
        ({ object, commit, by, issue, reason }) =>
          `${codeSpan(object, 80)} in commit ${commit}, supposedly by ${codeSpan(by, 100)} in issue ${codeSpan(issue, 20)}: ${codeSpan(reason, 300)}`,
      ),
    ),
    '',
    'What to do: find out who pushed these commits, and run `zendrift verify --github`. Close this issue when you are done.',
  ].join('\n');

const renderForged = (mark: string, commits: readonly DoubtedCommit[]): string =>
  [
    mark,
    "These commits look like zendrift's, but no run pushed them together with its state, and nothing confirms what they say. They don't count: zendrift restored the recorded snapshots, and what really changed in Zendesk is recorded as usual.",
    '',
    ...listed(
      commits.map(({ commit, what, reason }) => `commit ${commit} (${codeSpan(what, 80)}): ${codeSpan(reason, 300)}`),
    ),
    '',
    'What to do: find out who pushed these commits, and run `zendrift verify --remote --github`. Close this issue when you are done.',
  ].join('\n');
