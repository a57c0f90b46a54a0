import { parseTermsMark } from '#core/commit/marker.ts';
import type { KnownRequest } from '#core/state/hub-memory.ts';
import { type ChangeRequest, isUsedUp, requestKey } from '#core/state/request-fold.ts';
import type { State } from '#core/state/state.ts';
import { isGitHubFailure } from '#errors.ts';
import type { Ledger } from '#ledger/publish.ts';
import { mayBeAccount, toPeople } from '#policy/people.ts';
import type { ListedComment, ListedIssue } from '#ports.ts';
import { closedWords, parseUsedMark, renderUsed } from '#render/issue/read-back-text.ts';
import { warning } from '#warning.ts';
import { readOwnComments } from './edits.ts';
import type { IssueRun } from './issue-run.ts';
import { readBack } from './read-back.ts';
import type { Hub } from './read-hub.ts';
import { type ReadRequest, readRequest } from './read-request.ts';
import { mostRequests, type OpenRequest, planServed } from './serve-requests.ts';
import { toClaim } from './subject.ts';
import { settle } from './work.ts';
import { commentOn, type IssueWriter, onIssue, updateIssue } from './write-issue.ts';

interface Requests {
  readonly run: IssueRun;
  readonly hub: Hub;
  readonly writer: IssueWriter;
  readonly ledger: Ledger;
}

/** A request of which nothing is known yet. */
const unread: KnownRequest = { stranger: null, read: false, due: null, pull: null, pullAt: null, tree: null };

/**
 * Brings the issues of change requests to what is recorded: a request is read back, gets a comment for each commit that used
 * it, and is closed once it is used up, rejected or over. Looked at are those about which something changed.
 */
export async function projectRequests(requests: Requests): Promise<void> {
  const { writer, ledger } = requests;
  await judgeAuthors(requests);
  const plan = planServed(listRequests(requests));
  for (const { number } of plan.unread) settle(requests, { number }, keyOf(ledger.state, number));
  for (const { number } of plan.served) await onIssue(writer, number, () => serve(requests, number));
  if (plan.served.length === mostRequests)
    writer.warnings.push(warning('request-waits', 'More change requests wait for later runs'));
}

function listRequests({ hub, ledger }: Requests): readonly OpenRequest[] {
  const { state } = ledger;
  return hub.notes.all().flatMap(([number, known]) => {
    if (known.role !== 'request' || !known.open) return [];
    const { due = null, pull = null, pullAt = null, tree = null } = known.request ?? {};
    const changedAt = pull === null ? undefined : hub.pulls.get(pull);
    const isDue =
      hub.everything ||
      known.seen === '' ||
      known.shows !== keyOf(state, number) ||
      (due !== null && due <= state.watermark) ||
      (tree !== null && tree !== state.tree) ||
      (changedAt !== undefined && changedAt !== pullAt);
    const isDecided = state.requests.has(String(number)) || decisionOn(state, number) !== undefined;
    return [{ number, known, isDue, isDecided }];
  });
}

const decisionOn = ({ decisions }: State, number: number) =>
  decisions.findLast(({ object }) => object === requestKey(String(number)));

/** What is recorded about a request: where it changed, the issue has to say so. */
function keyOf(state: State, number: number): string {
  const used = state.requests.get(String(number))?.used.map(({ commit }) => commit) ?? null;
  return JSON.stringify([used?.length ?? null, used?.at(-1) ?? null, decisionOn(state, number)?.commit ?? null]);
}

/**
 * Who may label issues here, or is mapped to a Zendesk user, is no stranger. Each author is asked about once, and only so many
 * in one run.
 */
async function judgeAuthors({ run, hub, ledger }: Requests): Promise<void> {
  const { identities, listed, outsideZendesk } = toPeople(run.config, ledger.state.accounts);
  const accounts = [...identities.values(), ...listed, ...outsideZendesk];
  const asked = new Set<string>();
  for (const [number, { role, open, seen, request }] of hub.notes.all()) {
    const isJudged = request !== null && request.stranger !== null && !(hub.everything && request.stranger);
    if (role !== 'request' || !open || isJudged || (seen !== '' && request !== null)) continue;
    const issue = await hub.readIssue(number);
    if (issue === null) {
      hub.notes.forget(number);
      continue;
    }
    asked.add(issue.author);
    if (asked.size > mostRequests) continue;
    const isNamed = accounts.some(mayBeAccount({ id: issue.authorId, login: issue.author }));
    const stranger = !isNamed && !(await mayLabel(hub, issue.author));
    hub.notes.note(number, { request: { ...(request ?? unread), stranger } });
  }
}

async function mayLabel({ issues }: Hub, login: string): Promise<boolean> {
  try {
    const permission = await issues.readPermission(login);
    return permission !== 'none' && permission !== 'read';
  } catch (error) {
    // The token may not ask: then nobody is known to be more than a reader.
    if (isGitHubFailure(error) && error.code === 'github-forbidden') return false;
    throw error;
  }
}

async function serve(requests: Requests, number: number): Promise<void> {
  const { run, hub, writer, ledger } = requests;
  const { notes, ours } = hub;
  const issue = await hub.readIssue(number);
  const isRequest = issue !== null && issue.state === 'open' && toClaim(issue, [], ours)?.type === 'request';
  if (!isRequest) return notes.forget(number);
  const shows = keyOf(ledger.state, number);
  // It waits as it is: without the comments that it is read back and reported by, nothing about it may change.
  if (issue.locked) {
    const trouble = `Change request #${number} is locked and waits until it is unlocked`;
    run.progress.warn(warning('request-waits', trouble));
    notes.note(number, { request: { ...(notes.known(number)?.request ?? unread), read: true } });
    return settle(requests, issue, shows, trouble);
  }
  const comments = issue.commentCount === 0 ? [] : await hub.issues.listComments(number);
  const own = comments.filter(({ author }) => ours.authors.has(author));
  const shown = await readOwnComments(hub.issues, comments, ours.authors);
  const found = await projectRequest(requests, issue, { own, shown });
  notes.note(number, { request: { ...(notes.known(number)?.request ?? unread), ...found, read: true } });
  settle(requests, issue, shows, writer.problems.get(number) ?? null);
}

type Facts = Omit<KnownRequest, 'stranger' | 'read'>;

const nothing: Facts = { due: null, pull: null, pullAt: null, tree: null };

/** Resolves to what the request depends on from now on. */
async function projectRequest(
  requests: Requests,
  issue: ListedIssue,
  { own, shown }: { readonly own: readonly ListedComment[]; readonly shown: readonly ListedComment[] },
): Promise<Facts> {
  const { run, hub, writer, ledger } = requests;
  const { state } = ledger;
  const approved = state.requests.get(String(issue.number));
  if (approved !== undefined) return showUses(requests, issue, own, approved);
  if (decisionOn(state, issue.number)?.decision === 'rejected') return close(writer, issue, 'rejected', 'not_planned');
  const connected = { ...run, issues: hub.issues };
  const request = await readRequest(connected, ledger, issue.body);
  if (request.type === 'usable' && request.terms.to <= state.watermark) {
    return close(writer, issue, 'expired-unused', 'not_planned');
  }
  const terms = shown.map(({ body }) => parseTermsMark(body, state.account)).findLast((one) => one !== null);
  if (terms !== request.hash) {
    await commentOn(writer, issue.number, (await readBack(connected, ledger, issue.body)).join('\n'));
  }
  return toFacts(requests, request);
}

/** Titles and ids are looked up in what is recorded, so another tree may give them another meaning. */
function toFacts({ hub, ledger }: Requests, request: ReadRequest): Facts {
  const { pullRequest: pull, dependsOnTree } = request;
  return {
    due: request.type === 'usable' ? request.terms.to : null,
    pull,
    pullAt: pull === null ? null : (hub.pulls.get(pull) ?? null),
    tree: dependsOnTree ? ledger.state.tree : null,
  };
}

async function showUses(
  { hub, writer, ledger }: Requests,
  issue: ListedIssue,
  own: readonly ListedComment[],
  request: ChangeRequest,
): Promise<Facts> {
  const { watermark } = ledger.state;
  const posted = new Set(own.map(({ body }) => parseUsedMark(body)));
  for (const use of request.used) {
    if (!posted.has(use.commit)) await commentOn(writer, issue.number, renderUsed(use, hub.issues.webUrl));
  }
  if (isUsedUp(request)) return close(writer, issue, 'used-up', 'completed');
  // Entries of the window may still come while the log is behind it.
  if (watermark < request.to) return { ...nothing, due: request.to };
  const used = request.used.length > 0;
  return close(writer, issue, used ? 'expired' : 'expired-unused', used ? 'completed' : 'not_planned');
}

async function close(
  writer: IssueWriter,
  { number }: ListedIssue,
  why: Parameters<typeof closedWords>[0],
  stateReason: 'completed' | 'not_planned',
): Promise<Facts> {
  // The answer to a rejection has said it.
  if (why !== 'rejected') await commentOn(writer, number, closedWords(why));
  await updateIssue(writer, number, { state: 'closed', stateReason });
  return nothing;
}
