import { parseWatchKey } from '#core/commit/alert-mark.ts';
import { showsRecord } from '#issues/shows-record.ts';
import { isOvertaken, wasAsWritten } from '#issues/was-as-written.ts';
import type { LoadedLedger } from '#ledger/load-ledger.ts';
import type { PermissionLevel } from '#policy/decision.ts';
import { toPeople } from '#policy/people.ts';
import { elsewhereLines } from '#render/triage/elsewhere.ts';
import { helpLines, misplacedLines } from '#render/triage/help.ts';
import { acceptAlert } from './accept-alert.ts';
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
  const asWritten = await wasShown(run, loaded, pending);
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
    case 'alert': {
      const id = parseWatchKey(subject.key);
      return id === null
        ? acceptVanished(run, loaded, pending, subject.key, situation)
        : acceptAlert(run, loaded, pending, id, situation);
    }
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

/**
 * Whether the author of a command was shown what is recorded; null = nothing remembers what the issue said. Whoever asks for a
 * change writes its issue.
 */
async function wasShown(run: TriageRun, { ledger }: LoadedLedger, pending: Pending): Promise<boolean | null> {
  const { subject, issue, seen } = pending;
  if (subject.type === 'request') return null;
  const remembered = wasAsWritten(run.hub, pending, run.repository.blobId);
  if (remembered === false || seen === 'gone') return false;
  if (subject.type !== 'object' && subject.type !== 'digest') return remembered;
  if (await showsRecord(run, ledger, issue, subject, seen === 'theirs')) return remembered;
  // The text is written anew, whatever the state remembers of it.
  run.hub.notes.setMark(issue.number, '');
  run.hub.notes.note(issue.number, { seen: '' });
  return false;
}

const unclearLines = [
  '**Not decided.** Someone edited this issue, so it is unclear which change it showed. The next run opens new issues for the open changes: decide there.',
];
