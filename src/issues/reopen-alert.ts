import { type Alert, alertKey, renderAlert } from '#render/issue/alert.ts';
import { writtenMark } from './as-written.ts';
import { isLabelled } from './issue-role.ts';
import type { Hub, HubRun } from './read-hub.ts';
import { leaveBehind, sayIn, settle } from './work.ts';
import { type IssueWriter, updateIssue } from './write-issue.ts';

type Run = Pick<HubRun, 'config' | 'repository'>;

interface AlertWork {
  readonly hub: Hub;
  readonly writer: IssueWriter;
  readonly run: Run;
}

/** First line of the comment with which an alert is opened again, once. */
const reopenedMark = (key: string): string => `<!-- zendrift:1 reopened=${key} -->`;

/** A person closed an alert without accepting it: it is opened again once, with an explanation, and then left to them. */
export async function reopenAlert({ hub, writer, run }: AlertWork, alert: Alert, number: number): Promise<void> {
  const { notes } = hub;
  const { account, timezone } = run.config;
  const shows = writtenMark(renderAlert(alert, account, timezone), run.repository.blobId);
  const known = notes.known(number);
  if (known?.shows === shows && known.seen !== '' && !hub.everything) return;
  const issue = await hub.readIssue(number);
  if (issue === null) return notes.forget(number);
  const mark = reopenedMark(alertKey(alert));
  const comments = await hub.issues.listComments(number);
  const isPosted = comments.some(({ author, body }) => hub.ours.authors.has(author) && body.startsWith(mark));
  const settled = { number, key: alertKey(alert), shows };
  if (isPosted || issue.locked) return noteAlert(hub, run, settled, `Issue #${number} was closed without /accept`);
  const text =
    'Reopened: closing this issue does not accept the alert. Use `/accept`. If it is closed again, it stays closed and is reported as closed without a decision.';
  const said = await sayIn(writer, issue, `${mark}\n${text}`);
  if (said !== 'done') return;
  const written = await updateIssue(writer, number, { state: 'open', stateReason: 'reopened' });
  if (written === 'gone') return leaveBehind(hub, number);
  noteAlert(hub, run, settled);
}

/** Remembers what an alert's issue shows. */
export function noteAlert(
  hub: Hub,
  run: Run,
  { number, key, shows }: { readonly number: number; readonly key: string; readonly shows: string },
  trouble: string | null = null,
): void {
  const version = hub.versions.get(number);
  if (!version) return;
  hub.notes.note(number, { alert: key, labelled: isLabelled(version, hub.ours.account) });
  settle({ hub, run }, { number }, shows, trouble);
}
