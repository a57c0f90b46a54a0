import { parseState } from '#core/state/state-text.ts';
import { ZendriftError } from '#errors.ts';
import type { Repository, Tip } from '#ports.ts';
import type { WholeFold } from './compare-states.ts';
import type { FoldedHistory } from './fold-history.ts';
import { type Ownership, readOwnCommits } from './own-commits.ts';

interface Input extends Ownership {
  readonly repository: Repository;
}

/** Whether a branch of the remote holds the account's record, by what its own commits say. */
export const isRecordOn = async (input: Input, branch: string): Promise<boolean> =>
  (await readRecordBranch(input, branch)) === branch;

/** The branch that the record on a branch of the remote belongs to, as its own commits say; null where there is none. */
export const readRecordBranch = async (input: Input, branch: string): Promise<string | null> =>
  (await readEnd(input, branch)).named;

/** `last` = the newest commit of a branch that counts; `names` = the branches that the record was on by turns. */
async function readEnd(input: Input, branch: string) {
  const names = new Set<string>();
  const end: { named: string | null; last: string | null } = { named: null, last: null };
  const tip = input.repository.listHeads().get(branch);
  if (tip === undefined) return { ...end, names };
  for await (const { record, facts } of readOwnCommits(input.repository, input, tip)) {
    end.last = record.id;
    if (facts.type === 'baseline') end.named = facts.branch ?? branch;
    else if (facts.type === 'move') end.named = facts.to;
    if (end.named !== null) names.add(end.named);
  }
  return { ...end, names };
}

/**
 * The branches that hold the account's record: `here`, and whatever else has its files, without those that the record was
 * moved away from.
 */
export async function listRecordBranches(input: Input, here: string): Promise<readonly string[]> {
  const { repository, account } = input;
  const holders: string[] = [];
  for (const branch of new Set([here, ...(await repository.findRecord(`snapshots/${account}`))])) {
    const { named, last } = await readEnd(input, branch);
    if (named === branch && (await findRecordElsewhere(input, branch, last)) === null) holders.push(branch);
  }
  return holders;
}

/**
 * The branch that the record was moved to from `branch`, or null; `last` = the newest commit there that counts. Only the
 * state ref says on that branch that it was moved away; without one, the branch that it was moved to says so.
 */
export async function findRecordElsewhere(input: Input, from: string, last: string | null): Promise<string | null> {
  const { repository, account } = input;
  if (last === null) return null;
  for (const branch of await repository.findRecord(`snapshots/${account}`)) {
    const other = repository.listHeads().get(branch);
    if (other === undefined || !(await repository.isAncestor(last, other))) continue;
    const names: string[] = [];
    for await (const { facts } of readOwnCommits(repository, input, other, { after: last })) {
      if (facts.type === 'move') names.push(facts.from, facts.to);
    }
    if (names[0] === from && names.at(-1) === branch) return branch;
  }
  return null;
}

/** The branch that the state ref names; null where there is none, or none that can be read. */
export async function readStateBranch(
  { repository, account }: Pick<Input, 'repository' | 'account'>,
  { state }: Tip,
): Promise<string | null> {
  const text = state === null ? null : await repository.readFile(state, 'state.json');
  return text === null ? null : (parseState(text, account)?.branch ?? null);
}

/**
 * The branch that the record is on, where that is not the one that is read; null = it is here, or nowhere. A state ref that
 * names this branch is believed: whatever only reads looks into the commits of others where that one doesn't.
 */
export async function findHome(input: Input, tip: Tip): Promise<string | null> {
  const here = input.repository.branch;
  const named = await readStateBranch(input, tip);
  if (named === here) return null;
  if (named !== null && (await isRecordOn(input, named))) return named;
  const end = await readEnd(input, here);
  if (end.named === here) return findRecordElsewhere(input, here, end.last);
  if (end.named === null) return (await listRecordBranches(input, here))[0] ?? null;
  // Anyone who may push can write that it moved away from here: it did if the other branch has it.
  return !end.names.has(here) || (await isRecordOn(input, end.named)) ? end.named : null;
}

export const historyElsewhere = (
  { account, repository: { branch } }: Pick<Input, 'repository' | 'account'>,
  other: string,
): ZendriftError => new ZendriftError('history-elsewhere', { account, branch, other });

/** The tip of the branch that is read. Throws `history-elsewhere`, and `nothing-recorded` where there is no such branch. */
export async function inspectRecord(input: Input): Promise<Tip & { readonly branch: string }> {
  const { tip } = await input.repository.inspectTip();
  const home = await findHome(input, tip);
  if (home !== null) throw historyElsewhere(input, home);
  if (tip.branch === null) throw new ZendriftError('nothing-recorded', { account: input.account });
  return { ...tip, branch: tip.branch };
}

/** Where the record never went counts as no move, or the next run would look for it there again. */
export function withoutMoves({ state, unsure }: WholeFold, moves: FoldedHistory['moves'], home: string): WholeFold {
  const strayed = moves.slice(1 + moves.findLastIndex(({ to }) => to === home));
  const doubted = strayed.map(({ commit, to }) => ({
    ...{ commit, what: 'move' },
    reason: `branch ${to} does not have the record`,
  }));
  return { state: { ...state, branch: home, doubted: [...state.doubted, ...doubted] }, unsure };
}
