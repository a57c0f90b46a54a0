import type { LedgerReading } from '#ledger/read-ledger.ts';
import type { Alert } from '#render/issue/alert.ts';

/** What a reading of the record found that somebody may have done to it. */
export type Findings = Pick<LedgerReading, 'differences' | 'unconfirmed'>;

export const noFindings: Findings = { differences: [], unconfirmed: [] };

/** What several readings of one run found, each thing once: a later one may be of a state that is repaired. */
export const joinFindings = (...all: readonly Findings[]): Findings => ({
  differences: [...new Set(all.flatMap(({ differences }) => differences))],
  unconfirmed: [...new Map(all.flatMap(({ unconfirmed }) => unconfirmed).map((one) => [one.commit, one])).values()],
});

export const toTrustAlerts = ({ differences, unconfirmed }: Findings): readonly Alert[] => [
  ...(differences.length > 0 ? [{ type: 'state', differences } as const] : []),
  ...(unconfirmed.length > 0 ? [{ type: 'unconfirmed', decisions: unconfirmed } as const] : []),
];
