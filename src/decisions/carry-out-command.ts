import { isRendered } from '#issues/is-rendered.ts';
import { isOvertaken, wasAsWritten } from '#issues/was-as-written.ts';
import type { LoadedLedger } from '#ledger/load-ledger.ts';
import type { PermissionLevel } from '#policy/decision.ts';
import { toPeople } from '#policy/people.ts';
import { elsewhereLines } from '#render/triage/elsewhere.ts';
import { helpLines, misplacedLines } from '#render/triage/help.ts';
import { acceptVanished } from './accept-vanished.ts';
import { repeatAnswer } from './answered.ts';
import { bindSubject } from './bind-subject.ts';
import { decideDigest } from './decide-digest.ts';
import { decideObject } from './decide-object.ts';
import { decideRequest } from './decide-request.ts';
import type { Handled } from './handled.ts';
import type { Situation } from './judge-command.ts';
import { nameShown } from './name-shown.ts';
import type { Found, Pending } from './pending.ts';
import { resumeReverts } from './revert-object.ts';
import type { TriageRun } from './triage-run.ts';

/** Carries one command out, or says why not. What it decides is pushed when this resolves; its answer is not given yet. */
export async function carryOutCommand(
  run: TriageRun,
  loaded: LoadedLedger,
  found: Found,
  permission: PermissionLevel | 'unknown',
): Promise<Handled> {
  const { parsed, comment, edited } = found;
  const resumed = await resumeReverts(run, loaded, found);
  if (resumed !== null) return resumed;
  const known = repeatAnswer(run, loaded, found);
  if (known !== null) return known;
  if (parsed.type === 'misplaced') return { type: 'helped', lines: misplacedLines(parsed), loaded };
  const subject = await bindSubject(run, loaded, found);
  if (subject.type === 'nothing')
    return { type: 'left', why: 'there is no record of its issue', failed: false, loaded };
  if (subject.type === 'unclear') return { type: 'refused', why: subject.type, lines: unclearLines, loaded };
  if (subject.type === 'dashboard') {
    const lines = elsewhereLines(parsed.word, findNamed(loaded, parsed.type === 'command' ? parsed.rest : ''));
    return { type: 'helped', lines, loaded };
  }
  const pending: Pending = { ...found, subject };
  if (parsed.type === 'unknown' || parsed.word === 'help') {
    const unknown = parsed.type === 'unknown' ? parsed.word : null;
    return { type: 'helped', lines: helpLines(subject.type, nameShown(loaded, pending), unknown), loaded };
  }
  // Whoever asks for a change writes its issue.
  const remembered = subject.type === 'request' ? null : wasAsWritten(run.hub, found, run.repository.blobId);
  const asWritten = remembered && (await isAsRecorded(run, loaded, pending));
  if (asWritten === false && (await isOvertaken(run.repository, loaded.ledger))) {
    return { type: 'left', why: 'another run is working on its issue', failed: false, loaded };
  }
  const people = toPeople(run.config, loaded.ledger.state.accounts);
  const situation: Situation = {
    comment,
    edited,
    asWritten,
    permission,
    word: parsed.word,
    rest: parsed.rest,
    approvers: run.config.approvers,
    people,
    timezone: run.config.timezone,
  };
  switch (subject.type) {
    case 'object':
      return decideObject(run, loaded, pending, subject.object, situation);
    case 'digest':
      return decideDigest(run, loaded, pending, subject.objects, situation);
    case 'alert':
      return acceptVanished(run, loaded, pending, subject.key, situation);
    case 'request':
      return decideRequest(run, loaded, pending, situation);
  }
}

/** Issues of open changes whose newest state the words of a command begin with. */
function findNamed({ ledger: { state } }: LoadedLedger, words: string): readonly number[] {
  const named = /^`?([0-9a-f]{7,64})\b/i.exec(words.trim())?.[1]?.toLowerCase();
  if (named === undefined) return [];
  const issues = [...state.episodes.values()].flatMap(({ changes, issue }) =>
    issue !== null && changes.at(-1)?.after?.startsWith(named) ? [issue] : [],
  );
  return [...new Set(issues)];
}

/** A text that someone else edited last, and that a state says is ours: it may have been put back, or the state is forged. */
async function isAsRecorded(
  run: TriageRun,
  { ledger }: LoadedLedger,
  { subject, issue, isForeign }: Pending,
): Promise<boolean> {
  const episode = subject.type === 'object' ? ledger.state.episodes.get(subject.object) : undefined;
  return !isForeign || episode === undefined || isRendered(run, ledger, issue, episode);
}

const unclearLines = [
  '**Not decided.** Someone edited this issue, so it is unclear which change it showed. The next run opens new issues for the open changes: decide there.',
];
