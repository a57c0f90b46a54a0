import type { Repository } from '#ports.ts';
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

/** `last` = the newest commit of a branch that counts. */
async function readEnd(input: Input, branch: string) {
  const end: { named: string | null; last: string | null } = { named: null, last: null };
  const tip = input.repository.listHeads().get(branch);
  if (tip === undefined) return end;
  for await (const { record, facts } of readOwnCommits(input.repository, input, tip)) {
    end.last = record.id;
    if (facts.type === 'baseline') end.named = facts.branch ?? branch;
    else if (facts.type === 'move') end.named = facts.to;
  }
  return end;
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
