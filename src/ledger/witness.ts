import type { Config } from '#config/config.ts';
import type { DecisionFacts } from '#core/commit/commit-facts.ts';
import { shortId } from '#core/commit/marker.ts';
import type { Episode } from '#core/state/episode.ts';
import type { UnconfirmedDecision } from '#core/state/state.ts';
import { isAcceptance } from '#core/state/vanished.ts';
import { isGitHubFailure } from '#errors.ts';
import { type Approvable, judgeApproval } from '#policy/approval.ts';
import { type Commenter, decideAccess } from '#policy/decision.ts';
import { type OwnerAccounts, type People, toPeople } from '#policy/people.ts';
import type { Issues, ListedComment } from '#ports.ts';
import { toApprovable } from './approvable.ts';
import { authorsOf } from './authors.ts';
import type { ConfirmDecisions, DecisionClaim } from './confirm-decisions.ts';
import { findAnswer, isUnedited, listCommentsOf } from './find-answer.ts';
import { checkAnswer } from './object-to-answer.ts';
import { objectToPlace } from './object-to-place.ts';
import { contradicted, isTypedIn, type Objection, objectToWitness } from './object-to-witness.ts';
import { readWitnesses } from './read-witnesses.ts';

const unasked = 'GitHub could not be asked';

/** Whether GitHub has yet to say anything about a decision. */
export const waitsForGitHub = ({ reason }: UnconfirmedDecision): boolean => reason.startsWith(unasked);

interface WitnessInput {
  readonly config: Config;
  /** Null = GitHub cannot be asked. */
  readonly issues: Issues | null;
  readonly blobId: (text: string) => string;
  /** Whose the object of an open episode is, by what is recorded. */
  readonly readOwner: (episode: Episode, people: People) => Promise<OwnerAccounts | null>;
}

/**
 * Asks GitHub for the comment behind each decision. It counts if nothing speaks against it and its author is nobody who made
 * the change. What someone may do today says nothing about last year, so permission is asked about recent decisions alone.
 */
export const openWitness =
  ({ config, issues, blobId, readOwner }: WitnessInput): ConfirmDecisions =>
  async (claims) => {
    if (issues === null) return all(claims, `${unasked}: no token or repository is set`);
    try {
      return await askGitHub({ config, issues, blobId, readOwner }, claims);
    } catch (error) {
      if (!isGitHubFailure(error)) throw error;
      return all(claims, `${unasked}: ${error.message}`);
    }
  };

const all = (claims: readonly DecisionClaim[], reason: string): ReadonlyMap<string, string | null> =>
  new Map(claims.map(({ commit, isCounted }) => [commit, isCounted ? null : reason]));

type Asking = WitnessInput & { readonly issues: Issues };

async function askGitHub(
  asking: Asking,
  claims: readonly DecisionClaim[],
): Promise<ReadonlyMap<string, string | null>> {
  const { config, issues, blobId } = asking;
  const authors = authorsOf(config, await issues.readLogin());
  const source = { ...{ issues, authors, blobId }, account: config.account };
  const witnessOf = await readWitnesses(
    issues,
    claims.map(({ decision }) => decision),
  );
  const answers = new Map<string, string | null>();
  for (const claim of claims) {
    const witness = witnessOf(claim.decision);
    const comment = witness.type === 'comment' ? witness.comment : null;
    const objection = objectToWitness(claim, witness) ?? objectToWrite(claim);
    // What a run of ours has answered was judged then; what someone may do today says nothing about that.
    const answered =
      objection !== null || comment === null || claim.isCounted ? 'seen' : await checkAnswer(source, claim);
    if (answered !== 'seen') {
      answers.set(claim.commit, answered === 'named' ? null : answered.reason);
      continue;
    }
    const placed =
      objection ?? objectToRepeat(claim) ?? (comment === null ? null : await objectToPlace(source, claim, comment));
    const isBorneOut = placed === null || isHarmless(claim, placed) || (await wasThere(source, claim, placed));
    const refusal = isBorneOut && comment !== null ? await refuseAuthor(asking, source, claim, comment) : null;
    answers.set(claim.commit, isBorneOut ? refusal : placed.reason);
  }
  return answers;
}

/** Anyone who may push can write that something was reverted. Where it was, a run records the written state soon after. */
const objectToWrite = ({ decision, isCounted, isWritten }: DecisionClaim): Objection | null =>
  decision.decision !== 'reverted' || isCounted || isWritten
    ? null
    : contradicted('no recorded change shows the object in the state that it says was written back');

/** A comment decides once: another commit that cites it says what it likes of the reason and the time. */
const objectToRepeat = ({ repeats, isCounted }: DecisionClaim): Objection | null =>
  repeats === null || isCounted ? null : contradicted(`commit ${shortId(repeats)} has the decision of this comment`);

/**
 * What our state counts was checked when it was written: an edit since then changes nothing, and for what is typed in at a
 * terminal there is no comment. Without our state, when the edit was is what the commit says, and anyone can write that.
 */
const isHarmless = ({ decision, isCounted }: DecisionClaim, { type }: Objection): boolean =>
  isCounted &&
  (type === 'edited-after' ||
    type === 'reworded-after' ||
    (isTypedIn(decision) && (type === 'no-witness' || type === 'gone')));

interface Asked {
  readonly issues: Issues;
  readonly authors: ReadonlySet<string>;
}

/** A comment that is gone was there if we have answered it. */
const wasThere = async (asked: Asked, claim: DecisionClaim, { type }: Objection): Promise<boolean> =>
  type === 'gone' && claim.isCounted && (await readOwnAnswer(asked, claim)) !== null;

/** What a run of ours answered to the command, as long as nobody has edited it. */
async function readOwnAnswer({ issues, authors }: Asked, { decision }: DecisionClaim): Promise<string | null> {
  const answer = findAnswer(await listCommentsOf(issues, decision.issue), authors, decision.comment);
  return answer !== undefined && (await isUnedited(issues, answer)) ? answer.body : null;
}

/** Only a command that was carried out is answered with the commit of a decision. */
const wasCarriedOut = async (asked: Asked, claim: DecisionClaim): Promise<boolean> =>
  claim.isCounted && /\]\([^\s)]+\/commit\/[0-9a-f]{40}\)/.test((await readOwnAnswer(asked, claim)) ?? '');

async function refuseAuthor(
  { config, readOwner }: Asking,
  asked: Asked,
  claim: DecisionClaim,
  { author, authorId, authorType, createdAt }: ListedComment,
): Promise<string | null> {
  const { issues } = asked;
  const { approvers } = config;
  const { decision, actors, accounts, horizon, episode, isCounted } = claim;
  const people = toPeople(config, accounts);
  // The comment's own time: that of the commit is whatever someone wrote there.
  const isRecent = createdAt >= horizon;
  const permission = isRecent ? await issues.readPermission(author) : 'admin';
  const commenter = { login: author, id: authorId, bot: authorType !== 'User' || author.endsWith('[bot]'), permission };
  const question = isApproval(decision)
    ? ({
        type: 'four-eyes',
        actors: actors.map((id) => ({ id, name: '' })),
        unattributed: decision.fourEyes === 'not-provable',
        askedBy: [],
      } as const)
    : ({ type: 'permission' } as const);
  const owner = episode === null || !isRecent ? null : await readOwner(episode, people);
  const access = decideAccess(commenter, question, { approvers, people, owners: episode === null ? [] : [owner] });
  if (access.type === 'refused') {
    const { reason } = access.refusal;
    if (reason === 'own-change') return `${author} made the change`;
    // Lists and mappings may have been others then; that someone made the change themselves never was right.
    if (!isRecent || (isCounted && reason === 'not-owner')) return null;
    // Who could decide when a run of ours looked may have lost that since, and the decision stands.
    return (await wasCarriedOut(asked, claim)) ? null : `${author} may not decide this (${reason})`;
  }
  return isCounted || episode === null || !isApproval(decision)
    ? null
    : refuseApproval(commenter, { decision, change: toApprovable(episode, owner), isRecent }, { approvers, people });
}

/** What speaks against an approval by someone who may approve. */
function refuseApproval(
  commenter: Commenter,
  of: { readonly decision: DecisionFacts; readonly change: Approvable; readonly isRecent: boolean },
  rules: Parameters<typeof judgeApproval>[3],
): string | null {
  const { decision, change, isRecent } = of;
  if (change.approvals.some((one) => 'comment' in one && one.comment === decision.comment)) {
    return `comment ${decision.comment} is one of the approvals before it`;
  }
  const approval = judgeApproval(commenter, decision.reason ?? '', change, rules);
  if (approval.type === 'refused') {
    const { reason } = approval.refusal;
    // How many people it took, and whose reason, may have been another rule then; one person never was two.
    return isRecent || reason === 'approved-before' ? `${commenter.login} may not decide this (${reason})` : null;
  }
  const isEnough = !isRecent || decision.decision === 'approving' || approval.nth >= approval.needed;
  return isEnough ? null : `it has ${approval.nth} of ${approval.needed} approvals`;
}

/** Nobody may give this to what they did themselves; to reject or undo it needs permission alone. */
export const isApproval = ({ object, decision }: DecisionClaim['decision']): boolean =>
  (decision === 'approved' || decision === 'approving') && !isAcceptance(object);
