import { alertId } from '#core/commit/alert-mark.ts';
import type { DecisionFacts, LogAlert } from '#core/commit/commit-facts.ts';
import { idOf, kindOf, type ObjectKey, objectKey } from '#core/object-key.ts';

/** Alerts that nobody has accepted yet, by the id of their first entry. */
export type OpenAlerts = ReadonlyMap<string, LogAlert>;

/** What `/accept` decides about: `alert/28835703787924`, with the entries that the commit names as `Decision-Change`. */
export const alertObject = (id: string): ObjectKey => objectKey('alert', id);

export const isAlertObject = (object: ObjectKey): boolean => kindOf(object) === 'alert';

export const addAlerts = (open: OpenAlerts, alerts: readonly LogAlert[]): OpenAlerts =>
  new Map([...open, ...alerts.map((alert) => [alertId(alert), alert] as const)]);

export function acceptAlert(open: OpenAlerts, { object, decision }: DecisionFacts): OpenAlerts {
  if (!isAlertObject(object) || decision !== 'approved') return open;
  return new Map([...open].filter(([id]) => id !== idOf(object)));
}
