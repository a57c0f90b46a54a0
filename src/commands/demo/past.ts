import type { DemoPeople } from './step.ts';

const escalateVip = 28835714737428;

/** What the team did before it had this tool. It ended where the week begins; only the account remembers it. */
export function playPast({ jane, bob, ann }: DemoPeople): void {
  const at = (day: string, auditId: number) => ({ at: `2026-${day}:00Z`, auditId });
  bob.update('trigger', escalateVip, { title: 'VIP' }, at('04-14T09:12', 28835703700001));
  ann.update('trigger', escalateVip, { title: 'Escalate VIP tickets to on-call' }, at('04-14T13:40', 28835703700003));
  jane.update('trigger', escalateVip, { active: false }, at('07-24T16:55', 28835703700005));
  ann.update('trigger', escalateVip, { active: true }, at('08-17T07:30', 28835703700007));
}
