import type { LedgerReading } from '#ledger/read-ledger.ts';
import type { Alert } from '#render/issue/alert.ts';
import { type Warning, warning } from '#warning.ts';

/** What a reading of the record found that someone may have done to it. */
export type Findings = Pick<LedgerReading, 'differences' | 'unconfirmed' | 'doubted'>;

export const noFindings: Findings = { differences: [], unconfirmed: [], doubted: [] };

/** What several readings of one run found, each thing once: a later one may be of a state that is repaired. */
export const joinFindings = (...all: readonly Findings[]): Findings => ({
  differences: [...new Set(all.flatMap(({ differences }) => differences))],
  unconfirmed: distinct(all.flatMap(({ unconfirmed }) => unconfirmed)),
  doubted: distinct(all.flatMap(({ doubted }) => doubted)),
});

const distinct = <T extends { readonly commit: string }>(all: readonly T[]): readonly T[] => [
  ...new Map(all.map((one) => [one.commit, one])).values(),
];

export const toTrustAlerts = ({ differences, unconfirmed, doubted }: Findings): readonly Alert[] => [
  ...(differences.length > 0 ? [{ type: 'state', differences } as const] : []),
  ...(unconfirmed.length > 0 ? [{ type: 'unconfirmed', decisions: unconfirmed } as const] : []),
  ...(doubted.length > 0 ? [{ type: 'forged', commits: doubted } as const] : []),
];

const mostNamed = 3;

/** The same for a reader of the run, who may have no GitHub. */
export const findingWarnings = ({ differences, unconfirmed, doubted }: Findings): readonly Warning[] => [
  ...(differences.length === 0
    ? []
    : [warning('state-differs', `The saved state did not match the history and was rebuilt: ${named(differences)}`)]),
  ...unconfirmed.map(({ commit, object, by, reason }) =>
    warning(
      'decision-unconfirmed',
      `The decision of @${by} about ${object} (commit ${commit.slice(0, 12)}) does not count: ${reason}`,
    ),
  ),
  ...doubted.map(({ commit, what, reason }) =>
    warning(
      'commit-unconfirmed',
      `Commit ${commit.slice(0, 12)} (${what}) looks like zendrift's, but no run pushed it. It does not count: ${reason}`,
    ),
  ),
];

const named = (all: readonly string[]): string =>
  [...all.slice(0, mostNamed), ...(all.length > mostNamed ? [`${all.length - mostNamed} more`] : [])].join('; ');
