import type { Episode } from '#core/state/episode.ts';
import type { DescribedLine, Description, Risk } from '#core/words.ts';
import type { RevertEffect } from '#core/write-back/revert-effect.ts';
import type { ApprovalView } from '#policy/approval.ts';

/** Zendesk user id → GitHub login, as configured. */
export type Logins = ReadonlyMap<string, { readonly github: string | null }>;

/** What happened since an earlier state of an episode. */
export interface Step {
  /** Blob id, null = the object was not there. */
  readonly from: string | null;
  readonly lines: readonly DescribedLine[];
}

/** Everything that an issue about one episode shows. */
export interface IssueView {
  readonly account: string;
  readonly episode: Episode;
  readonly kind: { readonly name: string; readonly plural: string };
  /** From the approved state to the newest. */
  readonly description: Description;
  /** The same from the last states before the newest, oldest first: what a reviewer has not seen yet. Only of several changes. */
  readonly steps: readonly Step[];
  readonly risk: Risk;
  /** IANA zone for people. */
  readonly timezone: string;
  readonly identities: Logins;
  /** Logins that are refused as approvers because they have a part in a change of the episode. */
  readonly mayNotApprove: readonly string[];
  readonly approval: ApprovalView;
  /** What `/revert` would do now. */
  readonly revert: RevertEffect;
  /** Path of the object's file in the repository; null where it has none (`rule/<id>`). */
  readonly path: string | null;
  /** Texts at the approved state and at the newest; null = the object was not there. */
  readonly diff: { readonly before: string | null; readonly after: string | null };
  /** Web address of the data repository, null for none. */
  readonly webUrl: string | null;
  readonly branch: string;
  /** Where an admin opens the object in Zendesk, null where there is nothing to open. */
  readonly adminUrl: string | null;
  readonly assignees: readonly string[];
}
