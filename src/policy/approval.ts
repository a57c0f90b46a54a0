import type { Reviewer } from '#core/state/episode.ts';
import { type Actor, type Commenter, findOwnChange, isOwner } from './decision.ts';
import { type Account, mayBeAccount, type OwnerAccounts, type People } from './people.ts';

/** What an approval needs beside an author who may approve: a reason, other approvals, and no rejection that stands. */

export interface ApprovalRules {
  readonly reason: 'optional' | 'required';
  readonly highRisk: { readonly approvals: number; readonly reason: 'optional' | 'required' };
}

/** What is approved. */
export interface Approvable {
  readonly isHighRisk: boolean;
  readonly actors: readonly Actor[];
  /** Approvals of the state as it is now that were not enough. */
  readonly approvals: readonly Reviewer[];
  readonly rejections: readonly Reviewer[];
  readonly owners: OwnerAccounts | null;
}

export type ApprovalRefusal =
  /** `owners` = logins that may lift the rejection, beside its authors and admins of the repository. */
  | { readonly reason: 'rejected'; readonly by: readonly string[]; readonly owners: readonly string[] }
  | { readonly reason: 'no-reason'; readonly lifts: boolean }
  | { readonly reason: 'approved-before'; readonly count: number; readonly needed: number };

export type Approval =
  | { readonly type: 'refused'; readonly refusal: ApprovalRefusal }
  /** The `nth` of `needed` approvals: with the last one the change is approved. */
  | { readonly type: 'counts'; readonly nth: number; readonly needed: number };

const refused = (refusal: ApprovalRefusal): Approval => ({ type: 'refused', refusal });

/** Whether an approval by someone who may approve is enough, and how many there are with it. */
export function judgeApproval(
  commenter: Pick<Commenter, 'id' | 'permission'>,
  reason: string,
  change: Approvable,
  { approvers, people }: { readonly approvers: ApprovalRules; readonly people: Pick<People, 'identities'> },
): Approval {
  const { rejections, owners, isHighRisk } = change;
  const lifts = rejections.length > 0;
  if (!mayLift(commenter, change)) {
    return refused({ reason: 'rejected', by: rejections.map(({ by }) => by), owners: owners?.logins ?? [] });
  }
  if ((lifts || needsReason(approvers, isHighRisk)) && !isReason(reason))
    return refused({ reason: 'no-reason', lifts });
  const needed = neededApprovals(approvers, isHighRisk);
  const counted = countedApprovals(change, people);
  if (needed > 1 && counted.some(({ byId }) => byId === commenter.id)) {
    return refused({ reason: 'approved-before', count: counted.length, needed });
  }
  return { type: 'counts', nth: counted.length + 1, needed };
}

/** A rejection is lifted by whoever made it, by an owner, or by an admin: of several, each stands for itself. */
const mayLift = (
  { id, permission }: Pick<Commenter, 'id' | 'permission'>,
  { rejections, owners }: Pick<Approvable, 'rejections' | 'owners'>,
): boolean => permission === 'admin' || isOwner({ id }, owners) || rejections.every(({ byId }) => byId === id);

export const neededApprovals = ({ highRisk }: ApprovalRules, isHighRisk: boolean): number =>
  isHighRisk ? highRisk.approvals : 1;

export const needsReason = ({ reason, highRisk }: ApprovalRules, isHighRisk: boolean): boolean =>
  reason === 'required' || (isHighRisk && highRisk.reason === 'required');

const isReason = (text: string): boolean => /[\p{L}\p{N}]/u.test(text);

/** The approvals of different people, none of whom turned out to have made the change. */
export const countedApprovals = <One extends Reviewer>(
  { approvals, actors }: { readonly approvals: readonly One[]; readonly actors: readonly Actor[] },
  people: Pick<People, 'identities'>,
): readonly One[] =>
  approvals.filter(
    ({ by, byId }, index) =>
      findOwnChange({ login: by, id: byId }, actors, people) === undefined &&
      approvals.findIndex((one) => one.byId === byId) === index,
  );

/** What an approval needs beside someone who may approve, as it is enforced. */
export interface ApprovalView {
  /** Nobody else may approve; null = whoever may decide. Who made the change is not among them. */
  readonly only: readonly string[] | null;
  readonly needed: number;
  readonly given: readonly { readonly by: string }[];
  readonly reason: boolean;
  /** Logins that may lift a rejection beside its authors and admins; empty for none. */
  readonly owners: readonly string[];
}

/** What people read in the issue is what is enforced. */
export function toApprovalView(
  approvers: ApprovalRules,
  change: Approvable,
  people: Pick<People, 'identities'>,
): ApprovalView {
  const { owners, actors, isHighRisk } = change;
  const isActor = ({ login, id }: Account): boolean =>
    actors.some((actor) => {
      const account = people.identities.get(actor.id);
      return (
        account !== undefined &&
        (id === null ? account.login.toLowerCase() === login.toLowerCase() : mayBeAccount({ login, id })(account))
      );
    });
  const others = (owners?.accounts ?? []).filter((account) => !isActor(account)).map(({ login }) => login);
  return {
    only: owners?.approve === 'only' ? others : null,
    needed: neededApprovals(approvers, isHighRisk),
    given: countedApprovals(change, people),
    reason: needsReason(approvers, isHighRisk),
    owners: others,
  };
}
