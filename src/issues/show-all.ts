import type { ObjectKey } from '#core/object-key.ts';
import { secondsBetween, type UtcTime } from '#core/time.ts';
import { ZendriftError } from '#errors.ts';
import type { Ledger, PublishRun } from '#ledger/publish.ts';
import type { Alert } from '#render/issue/alert.ts';
import type { IssueRun } from './issue-run.ts';
import { planAttention } from './plan-attention.ts';
import { isAlertWork, projectAlerts } from './project-alerts.ts';
import { type Projected, projectIssues } from './project-issues.ts';
import { projectRequests } from './project-requests.ts';
import type { Hub } from './read-hub.ts';
import { remindUndecided } from './remind.ts';
import { reportClosedUses } from './report-closed-uses.ts';
import { saveHub } from './save-hub.ts';
import { openShowKeys } from './show-keys.ts';
import type { EndOf } from './work.ts';
import { type IssueWriter, openWriter } from './write-issue.ts';

export interface Showing {
  readonly hub: Hub;
  readonly now: UtcTime;
  readonly ledger: Ledger;
  readonly endOf: EndOf;
  readonly alerts: readonly Alert[];
  /** Close the other alerts: only a run that finished knows that they are over. */
  readonly closeOthers: boolean;
  /** Whether commits were recorded that may have used a change request. */
  readonly isRecorded: boolean;
  /** The state was repaired, and is not pushed yet. */
  readonly isRepaired: boolean;
}

/** What was read longer ago is looked at once more before anything is written over it. */
const freshSeconds = 60;

export interface Shown {
  readonly projected: Projected;
  readonly ledger: Ledger;
  /** What kept some of the issues from being brought up to date. */
  readonly failures: readonly ZendriftError[];
}

export const nothingShown: Projected = { opened: [], updated: [], closed: [], warnings: [] };

/** Whether something at GitHub is not as it should be, as far as this run has seen. */
export const needsAttention = (run: IssueRun, hub: Hub, ledger: Ledger): boolean =>
  planAttention(ledger.state, hub.notes, openShowKeys(run, ledger), hub.everything).numbers.size > 0;

/** Whether this run may write to an issue. */
function isAtWork(run: IssueRun, { hub, ledger, alerts, isRecorded, isRepaired }: Showing): boolean {
  if (isRecorded || isRepaired || isAlertWork(hub, run, alerts)) return true;
  const { numbers, unfiled } = planAttention(ledger.state, hub.notes, openShowKeys(run, ledger), hub.everything);
  return numbers.size + unfiled.length > 0;
}

/**
 * Brings everything at GitHub up to date with what is recorded. What fails stops nothing else, as long as GitHub answers at all,
 * and what was done is kept in the state whatever comes after it.
 */
export async function showAll(run: IssueRun & PublishRun, showing: Showing): Promise<Shown> {
  const { now, ledger, endOf, alerts, closeOthers, isRecorded, isRepaired } = showing;
  let { hub } = showing;
  const unconfirmed = isAtWork(run, showing)
    ? await attempt(async () => {
        hub = await hub.confirm();
      })
    : null;
  if (unconfirmed !== null) return { projected: nothingShown, ledger, failures: [unconfirmed] };
  const connected = { ...run, issues: hub.issues };
  const writer = openWriter(hub.issues);
  const failures: ZendriftError[] = [];
  const numbers = new Map<ObjectKey, number>();
  let projected = nothingShown;
  const steps: readonly (() => Promise<void>)[] = [
    async () => {
      if (secondsBetween(hub.at, now) > freshSeconds) await hub.refresh();
    },
    async () => {
      projected = await projectIssues(connected, { hub, writer, endOf, numbers }, ledger);
    },
    async () => {
      // Only a run of the schedule: what reviewers start reminds nobody.
      if (closeOthers) await remindUndecided({ run: connected, hub, writer, now }, ledger);
    },
    () => projectRequests({ run: connected, hub, writer, ledger }),
    async () => {
      if (isRecorded) await reportClosedUses({ hub, writer }, ledger);
    },
    () => projectAlerts({ hub, writer, run: connected, alerts, closeOthers }),
  ];
  for (const step of steps) {
    const failure = await attempt(step);
    if (failure !== null) failures.push(failure);
    if (failure !== null && isOutage(failure)) break;
  }
  let saved = ledger;
  const failure = await attempt(async () => {
    saved = await saveHub(run, ledger, hub, numbers, isRepaired);
  });
  return {
    projected: { ...projected, warnings: writer.warnings },
    ledger: saved,
    failures: [...failures, ...toFailures(writer), ...(failure === null ? [] : [failure])],
  };
}

async function attempt(step: () => Promise<void>): Promise<ZendriftError | null> {
  try {
    await step();
    return null;
  } catch (error) {
    if (error instanceof ZendriftError) return error;
    throw error;
  }
}

/** No further request would be answered. */
const isOutage = ({ code }: ZendriftError): boolean =>
  ['github-unavailable', 'github-credentials', 'rate-limited', 'deadline', 'stopped'].includes(code);

const mostProblems = 5;

export function toFailures({ problems }: IssueWriter): readonly ZendriftError[] {
  const all = [...problems.values()];
  if (all.length === 0) return [];
  const more = all.length - mostProblems;
  const shown = all.slice(0, mostProblems).join('. ');
  return [new ZendriftError('issues-left', { problems: more > 0 ? `${shown}. And ${more} more` : shown })];
}
