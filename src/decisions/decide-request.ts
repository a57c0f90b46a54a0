import type { RequestTerms } from '#core/commit/commit-facts.ts';
import { parseTermsMark } from '#core/commit/marker.ts';
import { requestKey } from '#core/state/request-fold.ts';
import { later, toUtcTime, type UtcTime } from '#core/time.ts';
import type { Words } from '#core/words.ts';
import { readBack } from '#issues/read-back.ts';
import { type ReadRequest, readRequest } from '#issues/read-request.ts';
import type { LoadedLedger } from '#ledger/load-ledger.ts';
import { type DecisionDraft, planDecision } from '#ledger/plan-decision.ts';
import type { Ledger, PublishRun } from '#ledger/publish.ts';
import { judgeApproval } from '#policy/approval.ts';
import { decideAccess } from '#policy/decision.ts';
import { type DriftWords, parseDriftWords } from '#policy/parse-command.ts';
import type { ListedComment } from '#ports.ts';
import { renderDecided } from '#render/triage/reply.ts';
import { decisionsOf } from './answered.ts';
import { type DecisionSource, toReviewer } from './decision-items.ts';
import type { Handled } from './handled.ts';
import { type CommandRefusal, type Refused, refuseCommenter, type Situation, toCommenter } from './judge-command.ts';
import type { Pending } from './pending.ts';
import { pushJudged } from './push-judged.ts';
import { refuse, toRefused } from './refuse-command.ts';
import type { TriageRun } from './triage-run.ts';

interface Allowed {
  readonly type: 'allowed';
  readonly request: ReadRequest;
  readonly fourEyes: 'yes' | 'not-provable';
}

/** `/approve` and `/reject` on a change request. What is approved is what our newest comment above read back. */
export async function decideRequest(
  run: TriageRun,
  loaded: LoadedLedger,
  pending: Pending,
  situation: Situation,
): Promise<Handled> {
  const { comment, issue } = pending;
  const { word } = situation;
  if (word !== 'approve' && word !== 'reject') return toRefused(run, loaded, pending, { type: 'misplaced', word });
  const words = parseDriftWords(word, situation.rest);
  const judge = async ({ ledger }: LoadedLedger): Promise<Refused | Allowed> => {
    const request = await readRequest(run, ledger, issue.body);
    const refused =
      refuseCommenter(situation) ?? (word === 'approve' ? judgeTerms(pending, words, ledger, request) : null);
    if (refused !== null) return refused;
    const actors = request.type === 'usable' ? request.terms.actors.map((id) => ({ id, name: '' })) : [];
    const question =
      word === 'reject'
        ? ({ type: 'permission' } as const)
        : ({ type: 'four-eyes', actors, unattributed: false, askedBy: [issue.authorId] } as const);
    const access = decideAccess(toCommenter(situation), question, situation);
    if (access.type === 'refused') {
      return { type: 'refused', refusal: { type: 'access', refusal: access.refusal } };
    }
    const unexplained = word === 'approve' ? refuseReason(situation, words, request) : null;
    return unexplained ?? { type: 'allowed', request, fourEyes: access.fourEyes };
  };
  const first = await judge(loaded);
  if (first.type === 'refused') return refuseRequest(run, loaded, pending, first);
  const decision = word === 'approve' ? 'approved' : 'rejected';
  const object = requestKey(String(issue.number));
  if (run.dryRun) return { type: 'decided', decision, objects: [object], lines: [], loaded };
  const asked: DecisionSource = { comment, issue: issue.number, reason: words.reason, webUrl: run.issues.webUrl };
  const pushed = await pushJudged(run, loaded, comment.id, judge, async (_now, allowed) => [
    toItem(run, asked, decision, allowed),
  ]);
  if (pushed.type === 'refused') return refuseRequest(run, pushed.loaded, pending, pushed);
  const lines = renderDecided(decisionsOf(pushed.loaded, comment.id), run.issues.webUrl);
  return { type: 'decided', decision, objects: [object], lines, loaded: pushed.loaded };
}

/** Whether exactly these terms were shown above the comment, and can still be used. */
function judgeTerms(
  { above, comment, issue }: Pending,
  { state: named, until }: Pick<DriftWords, 'state' | 'until'>,
  { state }: Ledger,
  request: ReadRequest,
): Refused | null {
  const refused = (problem: Extract<CommandRefusal, { readonly type: 'request' }>['problem']): Refused => ({
    type: 'refused',
    refusal: { type: 'request', problem },
  });
  if (state.requests.has(String(issue.number))) return refused('decided');
  if (until !== undefined) return refused('until');
  if (request.type === 'unusable') return refused('unusable');
  if (request.terms.to <= later(state.watermark, saidAt(comment))) return refused('over');
  const shown = above.flatMap(({ body }) => parseTermsMark(body, state.account) ?? []);
  if (shown.at(-1) !== request.hash) return refused('other-terms');
  // Of several versions nobody knows which one a bare command means.
  if (named === null) return new Set(shown).size === 1 ? null : refused('unnamed-terms');
  return request.hash.startsWith(named) ? null : refused('other-terms');
}

/** A reason for an approval, where every approval needs one. */
function refuseReason(
  { approvers, people, comment, permission }: Situation,
  { state, reason }: Pick<DriftWords, 'state' | 'reason'>,
  request: ReadRequest,
): Refused | null {
  const change = { isHighRisk: false, actors: [], approvals: [], rejections: [], owners: null };
  const approval = judgeApproval({ id: comment.authorId, permission }, reason, change, { approvers, people });
  if (approval.type === 'counts') return null;
  const command = `/approve ${state === null ? '' : `${request.hash.slice(0, 7)} `}reason`;
  return { type: 'refused', refusal: { type: 'approval', refusal: approval.refusal, command } };
}

const saidAt = ({ createdAt }: Pick<ListedComment, 'createdAt'>): UtcTime => toUtcTime(Date.parse(createdAt));

function toItem(
  run: PublishRun,
  asked: DecisionSource,
  decision: 'approved' | 'rejected',
  { request, fourEyes }: Allowed,
) {
  const terms = request.type === 'usable' ? request.terms : null;
  const facts: DecisionDraft = {
    type: 'decision',
    account: run.config.account,
    object: requestKey(String(asked.issue)),
    decision,
    by: asked.comment.author,
    byId: asked.comment.authorId,
    issue: String(asked.issue),
    comment: asked.comment.id,
    change: request.hash,
    before: null,
    after: null,
    fourEyes,
    ...(asked.reason === '' ? {} : { reason: asked.reason }),
    // When it was said, by GitHub's clock: the one of this machine may be wrong, and the run late.
    time: saidAt(asked.comment),
    ...(decision === 'approved' && terms !== null ? { request: terms } : {}),
  };
  const verb = decision === 'approved' ? 'Approve' : 'Reject';
  const subject = { type: 'plain', text: `${verb} change request ${asked.issue}` } as const;
  return planDecision(run, facts, { author: toReviewer(asked), title: '', subject, notes: notesOf(terms) });
}

const notesOf = (terms: RequestTerms | null): readonly Words[] =>
  terms === null
    ? []
    : [
        [
          `${terms.objects.length === 1 ? '1 object' : `${terms.objects.length} objects`}, by Zendesk ${terms.actors.join(', ')}, from ${terms.from} until before ${terms.to}, ${terms.uses === 'once' ? 'each once' : 'any number of times'}.`,
        ],
      ];

/** Beside the reason, the request as it is understood now: a command below this answer is bound to that. */
async function refuseRequest(
  run: TriageRun,
  loaded: LoadedLedger,
  pending: Pending,
  { refusal }: Pick<Refused, 'refusal'>,
): Promise<Handled> {
  const handled = await refuse(run, loaded, pending, refusal);
  if (handled.type !== 'refused' || refusal.type !== 'request' || refusal.problem === 'decided') return handled;
  const [mark = '', ...rest] = await readBack(run, loaded.ledger, pending.issue.body);
  return { ...handled, lines: [mark, ...handled.lines, '', ...rest] };
}
