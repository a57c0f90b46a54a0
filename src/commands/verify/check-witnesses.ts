import type { DecisionFacts } from '#core/commit/commit-facts.ts';
import { kindOf } from '#core/object-key.ts';
import { isAlertObject } from '#core/state/alerts.ts';
import { isVanishedKey } from '#core/state/vanished.ts';
import type { UtcTime } from '#core/time.ts';
import { authorsOf } from '#ledger/authors.ts';
import type { DecisionClaim } from '#ledger/confirm-decisions.ts';
import { type AnswerSource, checkAnswer } from '#ledger/object-to-answer.ts';
import { objectToPlace, type PlaceSource } from '#ledger/object-to-place.ts';
import { contradicted, isTypedIn, type Objection, objectToWitness } from '#ledger/object-to-witness.ts';
import { readWitnesses, type Witness } from '#ledger/read-witnesses.ts';
import { isApproval } from '#ledger/witness.ts';
import { findOwnChange } from '#policy/decision.ts';
import { type People, toPeople } from '#policy/people.ts';
import type { Issues, ListedComment } from '#ports.ts';
import { type Finding, toFault, toFindingWarning } from '#render/verify/finding.ts';
import type { GitHubResult, WitnessCounts, WitnessedKind } from '#render/verify/verify-result.ts';
import type { ToPushTime } from './push-times.ts';
import type { RecordedConfig, VerifyRun } from './verify-run.ts';

export interface CheckedWitnesses {
  readonly findings: readonly Finding[];
  readonly result: GitHubResult;
}

/** What decisions are compared by, beside GitHub. */
export interface Recorded {
  readonly claims: readonly DecisionClaim[];
  readonly configs: ReadonlyMap<string, RecordedConfig | null>;
  readonly toPushTime: ToPushTime;
}

/** Compares every decision with the comment, or the workflow run, that made it. One that is signed needs neither. */
export async function checkWitnesses(
  run: VerifyRun,
  issues: Issues,
  { claims, configs, toPushTime }: Recorded,
): Promise<CheckedWitnesses> {
  run.progress.stage('Comparing decisions with GitHub');
  const asked = claims.filter(({ signed }) => signed !== true);
  const witnessOf = await readWitnesses(
    issues,
    asked.map(({ decision }) => decision),
  );
  const authors = authorsOf({ issues: { authors: run.issueAuthors } }, await issues.readLogin());
  const source = { ...{ issues, authors }, account: run.account, blobId: run.repository.blobId };
  const counts = new Map<WitnessedKind, WitnessCounts>();
  const findings: Finding[] = [];
  for (const claim of claims) {
    const witness = claim.signed === true ? null : witnessOf(claim.decision);
    countWitness(counts, kindOfDecision(claim.decision), witness);
    if (witness === null) continue;
    const found = objectToWitness(claim, witness) ?? (await objectToIssue(source, claim, witness));
    const objection = found && objectToTime(found, witness, toPushTime(claim));
    findings.push(...judgeWitness(claim, witness, objection, peopleOf(run, claim, configs)));
  }
  return { findings, result: { decisions: claims.length, witnesses: Object.fromEntries(counts) } };
}

async function objectToIssue(
  source: PlaceSource & AnswerSource,
  claim: DecisionClaim,
  witness: Witness,
): Promise<Objection | null> {
  if (witness.type !== 'comment' || witness.comment === null) return null;
  const answered = claim.isCounted ? 'seen' : await checkAnswer(source, claim);
  if (typeof answered === 'object') return answered;
  return answered === 'named' ? null : objectToPlace(source, claim, witness.comment);
}

/** That a comment was edited later shows nothing against its decision, if the decision was pushed before. */
function objectToTime(found: Objection, witness: Witness, pushed: UtcTime | null): Objection {
  if (witness.type !== 'comment' || (found.type !== 'edited-after' && found.type !== 'reworded-after')) return found;
  if (pushed !== null && (witness.edited ?? '') > pushed) return found;
  const when = pushed === null ? 'nothing shows when the decision was pushed' : `the decision was pushed at ${pushed}`;
  return contradicted(`comment ${witness.id} was edited at ${witness.edited}, and ${when}`);
}

/** Who is who, by the configuration that allowed the decision, and by that of now. */
interface WhoIsWho {
  readonly original: People | null;
  readonly today: People;
}

function peopleOf(
  run: VerifyRun,
  { decision, accounts }: DecisionClaim,
  configs: ReadonlyMap<string, RecordedConfig | null>,
): WhoIsWho {
  const original = configs.get(decision.config)?.people;
  return { original: original ? toPeople(original, accounts) : null, today: toPeople(run.people, accounts) };
}

function judgeWitness(
  claim: DecisionClaim,
  witness: Witness,
  objection: Objection | null,
  people: WhoIsWho,
): readonly Finding[] {
  const { commit, decision } = claim;
  const comment = witness.type === 'comment' ? witness.comment : null;
  const found = objection ?? (comment === null ? null : objectToAuthor(claim, comment, people));
  if (found === null) return [];
  const message = `the decision of @${decision.by} about ${decision.object} is not confirmed: ${found.reason}`;
  const report = isFault(found, claim) ? toFault : toFindingWarning;
  return [report('decision-unconfirmed', message, { commit })];
}

/**
 * What is gone, or was edited later, proves nothing against a decision that a run of ours pushed with its state. Where no state
 * of ours counts it, nothing speaks for it.
 */
function isFault({ type }: Objection | OwnChange, { decision, isCounted }: DecisionClaim): boolean {
  switch (type) {
    case 'contradicted':
    case 'own-change':
      return true;
    case 'no-witness':
      return !isTypedIn(decision);
    case 'gone':
    case 'reworded-after':
      return !isCounted && !isTypedIn(decision);
    case 'edited-after':
    case 'edits-unknown':
    case 'own-change-today':
      return false;
  }
}

interface OwnChange {
  readonly type: 'own-change' | 'own-change-today';
  readonly reason: string;
}

function objectToAuthor(
  { decision, actors }: DecisionClaim,
  { author, authorId }: ListedComment,
  { original, today }: WhoIsWho,
): OwnChange | null {
  if (!isApproval(decision)) return null;
  const isOwn = (people: People) =>
    findOwnChange(
      { login: author, id: authorId },
      actors.map((id) => ({ id, name: '' })),
      people,
    ) !== undefined;
  if (original !== null && isOwn(original)) return { type: 'own-change', reason: `${author} made the change` };
  // Whom it maps today may not have been known then.
  return isOwn(today)
    ? { type: 'own-change-today', reason: `${author} made the change, as today's configuration says` }
    : null;
}

function kindOfDecision({ object, decision, comment }: DecisionFacts): WitnessedKind {
  if (isVanishedKey(object)) return 'accepted-deletion';
  if (isAlertObject(object)) return 'accepted-alert';
  if (kindOf(object) === 'request') return 'change-request';
  if (decision === 'approved' || decision === 'approving') return 'approval';
  if (decision === 'rejected') return 'rejection';
  return comment === '0' ? 'restore' : 'revert';
}

const uncounted: WitnessCounts = { comment: 0, signature: 0, run: 0, none: 0 };

/** `null` = an allowed signer stands for it. */
function countWitness(counts: Map<WitnessedKind, WitnessCounts>, kind: WitnessedKind, witness: Witness | null): void {
  const known = counts.get(kind) ?? uncounted;
  const by = witness === null ? 'signature' : witness.type === 'nothing' ? 'none' : witness.type;
  counts.set(kind, { ...known, [by]: known[by] + 1 });
}
