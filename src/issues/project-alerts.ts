import type { Issues, ListedIssue } from '#ports.ts';
import { type Alert, alertKey, alertLabel, parseAlertKey, renderAlert } from '#report/alert.ts';
import { planPatch } from './plan-issues.ts';

export interface AlertProjection {
  readonly issues: Issues;
  readonly account: string;
  readonly timezone: string;
  readonly authors: ReadonlySet<string>;
  /** What should be open now. */
  readonly alerts: readonly Alert[];
  /** Close those that are not among `alerts`: only a run that finished knows that they are over. */
  readonly closeOthers: boolean;
}

/** Opens, updates and closes the issues about the tracking itself; one for each key. */
export async function projectAlerts(projection: AlertProjection): Promise<void> {
  const { issues, account, timezone, authors, alerts, closeOthers } = projection;
  const open = new Map<string, ListedIssue>();
  for (const issue of await issues.listOpen(alertLabel)) {
    const key = authors.has(issue.author) ? parseAlertKey(issue.body, account) : null;
    if (key !== null && !open.has(key)) open.set(key, issue);
  }
  for (const alert of alerts) {
    const draft = renderAlert(alert, account, timezone);
    const issue = open.get(alertKey(alert));
    if (!issue) {
      await issues.ensureLabels(draft.labels);
      await issues.create(draft);
      continue;
    }
    // The first reason stays: an alert that is edited in every run tells nobody anything new.
    const patch = alert.type === 'stopped' ? null : planPatch(issue, draft);
    if (patch) await issues.update(issue.number, patch);
  }
  if (!closeOthers) return;
  const wanted = new Set(alerts.map(alertKey));
  for (const [key, issue] of open) {
    if (wanted.has(key)) continue;
    await issues.update(issue.number, { state: 'closed', stateReason: 'completed' });
  }
}
