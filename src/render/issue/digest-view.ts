import type { Marker } from '#core/commit/marker.ts';
import type { DescribedLine, RiskLevel, Verb } from '#core/words.ts';
import type { Logins } from './issue-view.ts';
import type { Person } from './people.ts';

/** One distinct change of a digest, made to one object or to many. */
export interface DigestRow {
  readonly kind: { readonly name: string; readonly plural: string };
  readonly verb: Verb;
  readonly lines: readonly DescribedLine[];
  readonly risk: RiskLevel;
  /** Why it has this risk, in words; at least one. */
  readonly reasons: readonly string[];
  /** Everybody who made one of the changes. */
  readonly people: readonly Person[];
  /** Times of the first and the last entry of the newest changes. */
  readonly from: string;
  readonly to: string;
  /** Whether `/revert` can undo at least one of them. */
  readonly revertable: boolean;
  /** Folder of their files in the repository; null where they have none. */
  readonly folder: string | null;
  /** At least one. */
  readonly objects: readonly DigestObject[];
}

export interface DigestObject {
  readonly marker: Marker;
  readonly title: string;
  readonly commit: string;
  /** Where an admin opens it in Zendesk, null where there is nothing to open. */
  readonly adminUrl: string | null;
}

/** Many changes by one person, in one issue. High risk is never in it. */
export interface DigestView {
  readonly account: string;
  /** 12 hex digits. */
  readonly id: string;
  /** Everybody who has a part in one of the changes; first whose digest it is. */
  readonly people: readonly Person[];
  /** Logins that are refused as approvers because of that. */
  readonly mayNotApprove: readonly string[];
  readonly ips: readonly string[];
  /** Times of the first and the last entry. */
  readonly from: string;
  readonly to: string;
  readonly timezone: string;
  readonly identities: Logins;
  /** Highest risk first, then the row with the most objects. */
  readonly rows: readonly DigestRow[];
  /** Web address of the data repository, null for none. */
  readonly webUrl: string | null;
  readonly branch: string;
  /** Issues of the same person's high-risk changes. */
  readonly highRisk: readonly number[];
  readonly assignees: readonly string[];
  /** Everything in it is rejected. */
  readonly rejected: boolean;
}

export interface DigestDraft {
  readonly title: string;
  readonly body: string;
  readonly labels: readonly string[];
  readonly assignees: readonly string[];
  /** What did not fit into the body: to be posted as comments, in this order. */
  readonly comments: readonly string[];
}
