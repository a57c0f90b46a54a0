import type { LedgerReading } from '#ledger/read-ledger.ts';
import type { Alert } from '#render/issue/alert.ts';
import { type Warning, warning } from '#warning.ts';

/** What a reading of the record found that someone may have done to it. */
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

const mostNamed = 3;

/** The same for a reader of the run, who may have no GitHub. */
export const findingWarnings = ({ differences, unconfirmed }: Findings): readonly Warning[] => [
  ...(differences.length === 0
    ? []
    : [warning('state-differs', `The saved state did not match the history and was rebuilt: ${named(differences)}`)]),
  ...unconfirmed.map(({ commit, object, by, reason }) =>
    warning(
      'decision-unconfirmed',
      `The decision of @${by} about ${object} (commit ${commit.slice(0, 12)}) does not count: ${reason}`,
    ),
  ),
];

const named = (all: readonly string[]): string =>
  [...all.slice(0, mostNamed), ...(all.length > mostNamed ? [`${all.length - mostNamed} more`] : [])].join('; ');
