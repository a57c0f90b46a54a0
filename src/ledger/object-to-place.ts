import { parseAlertKey, watchKey } from '#core/commit/alert-mark.ts';
import { parseDigestMarker, parseMarker, parseTermsMark, shortState } from '#core/commit/marker.ts';
import { idOf, kindOf } from '#core/object-key.ts';
import { isAlertObject } from '#core/state/alerts.ts';
import { requestKey } from '#core/state/request-fold.ts';
import { isVanishedKey } from '#core/state/vanished.ts';
import { termsText } from '#policy/change-request.ts';
import { parseCommand, parseDriftWords } from '#policy/parse-command.ts';
import type { Issues, ListedComment } from '#ports.ts';
import type { DecisionClaim } from './confirm-decisions.ts';
import { findAnswer, isUnedited, listCommentsOf } from './find-answer.ts';
import { contradicted, type Objection } from './object-to-witness.ts';

export interface PlaceSource {
  readonly issues: Pick<Issues, 'read' | 'listComments' | 'readEdits'>;
  readonly account: string;
  /** Logins whose issues and comments are ours. */
  readonly authors: ReadonlySet<string>;
  readonly blobId: (text: string) => string;
}

type Placed = Pick<DecisionClaim, 'decision' | 'isCounted'>;

/**
 * Whether the issue of a comment shows what the comment is said to decide. Someone may cite a real `/approve` that was
 * about something else. Asked is GitHub only about decisions that no state of ours counts, and where another state is named.
 */
export async function objectToPlace(
  source: PlaceSource,
  { decision, isCounted }: Placed,
  comment: ListedComment,
): Promise<Objection | null> {
  const { object } = decision;
  if (isVanishedKey(object)) return null;
  if (isAlertObject(object)) return isCounted ? null : objectToAlert(source, { decision }, comment);
  if (kindOf(object) === 'request') return isCounted ? null : objectToTerms(source, { decision }, comment);
  const named = namesOther(decision, comment);
  if (isCounted && !named) return null;
  const issue = await source.issues.read(Number(decision.issue));
  if (issue === null) return null;
  const name = `issue ${issue.number}`;
  if (!source.authors.has(issue.author)) {
    return contradicted(
      `comment ${comment.id} is in ${name} by ${issue.author}; only issues of zendrift count ("issues.authors")`,
    );
  }
  if (parseDigestMarker(issue.body)?.account === source.account) return null;
  const marker = parseMarker(issue.body);
  const isAbout = marker?.account === source.account && marker.object === object;
  // Someone may have edited the text of the issue since: what we answered then says the same.
  if (!isAbout && !(await wasAnsweredAbout(source, object, comment))) {
    return contradicted(`comment ${comment.id} is in ${name}, which is not about ${object}`);
  }
  return named ? contradicted(`comment ${comment.id} names another state than the one that was decided`) : null;
}

/** An alert is accepted in its own issue. */
async function objectToAlert(
  { issues, account, authors }: PlaceSource,
  { decision }: Pick<DecisionClaim, 'decision'>,
  { id }: ListedComment,
): Promise<Objection | null> {
  const issue = await issues.read(Number(decision.issue));
  const isAbout = issue !== null && parseAlertKey(issue.body, account) === watchKey(idOf(decision.object));
  if (issue === null || (isAbout && authors.has(issue.author))) return null;
  return contradicted(`comment ${id} is in issue ${issue.number}, which is not about ${decision.object}`);
}

async function wasAnsweredAbout(
  { issues, authors }: PlaceSource,
  object: string,
  { id, issue }: ListedComment,
): Promise<boolean> {
  const comments = await issues.listComments(issue ?? 0);
  const answer = findAnswer(comments, authors, id);
  if (answer === undefined || BigInt(answer.id) < BigInt(id) || !answer.body.includes(`${object}\``)) return false;
  return isUnedited(issues, answer);
}

/** Whether a command names a state, and not the one that its decision is about. */
export function namesOther({ decision, before, after }: DecisionClaim['decision'], { body }: ListedComment): boolean {
  const parsed = parseCommand(body);
  if (parsed?.type !== 'command') return false;
  const { state } = parseDriftWords(parsed.word, parsed.rest);
  const isWrite = decision === 'reverting' || decision === 'reverted';
  const decided = isWrite ? before : after;
  return state !== null && (decided === null ? state !== shortState(null) : !decided.startsWith(state));
}

/** A change request is approved as it was read back above the comment; of several versions the comment names one. */
async function objectToTerms(
  { issues, account, authors, blobId }: PlaceSource,
  { decision }: Pick<DecisionClaim, 'decision'>,
  comment: ListedComment,
): Promise<Objection | null> {
  const { object, issue, change, request } = decision;
  if (object !== requestKey(issue)) return contradicted(`comment ${comment.id} is in issue ${issue}`);
  if (request === undefined) return null;
  if (blobId(termsText(request)) !== change) return contradicted('it allows other terms than the ones it names');
  const comments = await listCommentsOf(issues, issue);
  const shown = comments
    .filter(({ author, id }) => authors.has(author) && BigInt(id) < BigInt(comment.id))
    .flatMap(({ body }) => parseTermsMark(body, account) ?? []);
  if (!shown.includes(change)) return contradicted(`no comment above ${comment.id} shows these terms`);
  const parsed = parseCommand(comment.body);
  const named = parsed?.type === 'command' ? parseDriftWords('approve', parsed.rest).state : null;
  const isNamed = named === null ? new Set(shown).size === 1 : change.startsWith(named);
  return isNamed ? null : contradicted(`comment ${comment.id} does not name these terms`);
}
