import { parseAlertKey, parseWatchKey } from '#core/commit/alert-mark.ts';
import type { Issues, ListedIssue } from '#ports.ts';
import { type Alert, alertKey, alertLabel, isForPeople, renderAlert } from '#render/issue/alert.ts';
import { accountLabel } from '#render/issue/labels.ts';
import { writtenMark } from './as-written.ts';
import { planPatch, sameText } from './plan-issues.ts';
import type { Hub, HubRun } from './read-hub.ts';
import { noteAlert, reopenAlert } from './reopen-alert.ts';
import { leaveBehind } from './work.ts';
import { createIssue, type IssueWriter, onIssue, updateIssue } from './write-issue.ts';

export interface AlertProjection {
  readonly hub: Hub;
  readonly writer: IssueWriter;
  readonly run: Pick<HubRun, 'config' | 'repository'>;
  /** What should be open now. */
  readonly alerts: readonly Alert[];
  /** Close those that are not among `alerts`: only a run that finished knows that they are over. */
  readonly closeOthers: boolean;
}

/** Opens, updates and closes the issues about the tracking itself; one for each key. */
export async function projectAlerts({ hub, writer, run, alerts, closeOthers }: AlertProjection): Promise<void> {
  const open = await readOpen(hub);
  for (const alert of alerts) {
    const key = alertKey(alert);
    const number = open.get(key);
    const closed = number === undefined && parseWatchKey(key) !== null ? findClosed(hub, key) : null;
    if (closed !== null) await onIssue(writer, closed, () => reopenAlert({ hub, writer, run }, alert, closed));
    else if (number === undefined) await openAlert(hub, writer, run, alert);
    else await onIssue(writer, number, () => updateAlert(hub, writer, run, alert, number));
  }
  const wanted = new Set(alerts.map(alertKey));
  for (const [key, number] of open) {
    if (wanted.has(key)) continue;
    // What it was about is not at hand any more: its text stays as it is.
    if (isForPeople(key)) noteAlert(hub, run, { number, key, shows: hub.notes.known(number)?.shows ?? '' });
    // Whether entries of the log were accepted, the record says, whoever looks.
    if (isForPeople(key) || (!closeOthers && parseWatchKey(key) === null)) continue;
    await onIssue(writer, number, async () => {
      const written = await updateIssue(writer, number, { state: 'closed', stateReason: 'completed' });
      if (written === 'gone') await leaveBehind(hub, number);
    });
  }
}

/** Whether there is anything to do about alerts at GitHub, as far as this run has seen. */
export function isAlertWork(hub: Hub, run: AlertProjection['run'], alerts: readonly Alert[]): boolean {
  const wanted = new Set(alerts.map(alertKey));
  const isOver = hub.notes.all().some(([, { role, open, alert }]) => {
    return role === 'alert' && open && alert !== null && parseWatchKey(alert) !== null && !wanted.has(alert);
  });
  return isOver || alerts.some((alert) => alert.type !== 'watch' || !isShown(hub, run, alert));
}

function isShown({ notes, everything }: Hub, { config, repository }: AlertProjection['run'], alert: Alert): boolean {
  if (everything) return false;
  const key = alertKey(alert);
  const shows = writtenMark(renderAlert(alert, config.account, config.timezone), repository.blobId);
  return notes.all().some(([, known]) => known.alert === key && known.seen !== '' && known.shows === shows);
}

/** The issue of an alert that a person has closed without accepting it. */
const findClosed = ({ notes }: Hub, key: string): number | null =>
  notes.all().find(([, { role, open, alert }]) => role === 'alert' && !open && alert === key)?.[0] ?? null;

/** Opens an alert unless one is open: for a run that has failed, and knows nothing of what is at GitHub. */
export async function postAlert(
  issues: Issues,
  {
    account,
    timezone,
    authors,
  }: { readonly account: string; readonly timezone: string; readonly authors: ReadonlySet<string> },
  alert: Alert,
): Promise<void> {
  const listed = await issues.listOpen(alertLabel);
  const isOpen = listed.some(
    ({ author, body }) => authors.has(author) && parseAlertKey(body, account) === alertKey(alert),
  );
  if (isOpen) return;
  const draft = renderAlert(alert, account, timezone);
  await issues.ensureLabels(draft.labels);
  await issues.create(draft);
}

/** Open alerts by key, the lowest number of each. One that has not been looked at shows its key itself. */
async function readOpen({ notes, readIssue, ours }: Hub): Promise<ReadonlyMap<string, number>> {
  const open = new Map<string, number>();
  for (const [number, known] of [...notes.all()].sort(([a], [b]) => a - b)) {
    if (known.role !== 'alert' || !known.open) continue;
    const issue = known.seen === '' ? await readIssue(number) : undefined;
    const key = known.alert ?? (issue ? parseAlertKey(issue.body, ours.account) : null);
    if (issue?.state === 'closed' && parseWatchKey(key ?? '') !== null) notes.note(number, { open: false, alert: key });
    else if (issue === null || issue?.state === 'closed') notes.forget(number);
    else if (key !== null && !open.has(key)) open.set(key, number);
  }
  return open;
}

async function updateAlert(
  hub: Hub,
  writer: IssueWriter,
  { config, repository }: AlertProjection['run'],
  alert: Alert,
  number: number,
): Promise<void> {
  const { notes } = hub;
  const draft = renderAlert(alert, config.account, config.timezone);
  const shows = writtenMark(draft, repository.blobId);
  const known = notes.known(number);
  if (known?.shows === shows && known.seen !== '' && !hub.everything) return;
  const issue = await hub.readIssue(number);
  if (issue === null) return notes.forget(number);
  // The first reason stays: an alert that is edited in every run says nothing new.
  const patch = alert.type === 'stopped' ? null : planPatch(issue, draft);
  const written = patch === null ? 'done' : await updateIssue(writer, number, patch);
  if (written === 'gone') return leaveBehind(hub, number);
  noteAlert(hub, { config, repository }, { number, key: alertKey(alert), shows });
}

/** An alert about what someone did, which a person closed, is not opened again for the same facts. */
async function openAlert(
  hub: Hub,
  writer: IssueWriter,
  { config, repository }: AlertProjection['run'],
  alert: Alert,
): Promise<void> {
  const draft = renderAlert(alert, config.account, config.timezone);
  const { issues, ours } = hub;
  if (isForPeople(alertKey(alert))) {
    const closed = await issues.listClosed(`${alertLabel},${accountLabel(config.account)}`);
    const isSame = ({ author, body }: ListedIssue) => ours.authors.has(author) && sameText(body, draft.body);
    if (closed.some(isSame)) return;
  }
  await issues.ensureLabels(draft.labels);
  const opened = await createIssue(writer, draft, `the alert "${draft.title}"`);
  if (opened === null) return;
  const { number } = opened;
  noteAlert(
    hub,
    { config, repository },
    { number, key: alertKey(alert), shows: writtenMark(draft, repository.blobId) },
  );
}
