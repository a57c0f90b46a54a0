import type { State } from '#core/state/state.ts';
import { parseState } from '#core/state/state-text.ts';
import type { UtcTime } from '#core/time.ts';
import { ZendriftError } from '#errors.ts';
import type { Repository, Tip } from '#ports.ts';
import { isCredible } from './fold-history.ts';
import type { Ownership } from './own-commits.ts';

interface StateSource extends Ownership {
  readonly repository: Repository;
  /** Null = it is only read, and what its times hide hides nothing. */
  readonly now: UtcTime | null;
}

/** The state as the ref has it; null where there is none that may be built upon. */
export async function readState(
  { repository, account, committers, now }: StateSource,
  { state: id }: Tip,
): Promise<State | null> {
  if (id === null) return null;
  await refuseForeign({ repository, account, committers }, id);
  if (!(await repository.isTrusted(id))) return null;
  const text = await repository.readFile(id, 'state.json');
  const state = text === null ? null : parseState(text, account);
  return state !== null && (now === null || timesOf(state).every((time) => isCredible(time, now))) ? state : null;
}

/** Whatever the state says has happened, has happened by now: a sweep in the future would be the last one. */
const timesOf = ({ watermark, lastSweep, lastRun, baselines }: State): readonly UtcTime[] =>
  [watermark, lastSweep, lastRun, ...baselines.values()].filter((time) => time !== null);

/** What someone else put there is theirs: a state commit on top of it would hide their files. */
async function refuseForeign({ repository, account, committers }: Omit<StateSource, 'now'>, id: string): Promise<void> {
  const commit = await repository.readCommit(id);
  if (commit === null) return;
  const { committerName, committerEmail, message } = commit;
  const isOurs = committers.some(({ name, email }) => name === committerName && email === committerEmail);
  const [, named = null] = /^Zendesk-Account: (.*)$/m.exec(message) ?? [];
  if (isOurs && named === account) return;
  const what = isOurs && named !== null ? `the state of account ${named}` : `a commit by ${committerName}`;
  throw new ZendriftError('state-ref-foreign', { ref: repository.stateRef, id: id.slice(0, 12), what, account });
}
