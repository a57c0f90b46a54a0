import type { Repository } from '#ports.ts';
import { type Ownership, readOwnCommits } from './own-commits.ts';

interface Input extends Ownership {
  readonly repository: Repository;
}

/** Whether a branch of the remote holds the account's record, by what its own commits say. */
export const isRecordOn = async (input: Input, branch: string): Promise<boolean> =>
  (await readRecordBranch(input, branch)) === branch;

/** The branch that the record on a branch of the remote belongs to, as its own commits say; null where there is none. */
export async function readRecordBranch(input: Input, branch: string): Promise<string | null> {
  const tip = input.repository.listHeads().get(branch);
  if (tip === undefined) return null;
  let named: string | null = null;
  for await (const { facts } of readOwnCommits(input.repository, input, tip)) {
    if (facts.type === 'baseline') named = facts.branch ?? branch;
    else if (facts.type === 'move') named = facts.to;
  }
  return named;
}

/**
 * The branch that the record was moved to from here, or null; `last` = the newest commit here that counts. Only the state ref says on this branch that it was moved away;
 * without one, the branch that it was moved to says so.
 */
export async function findRecordElsewhere(input: Input, last: string | null): Promise<string | null> {
  const { repository, account } = input;
  if (last === null) return null;
  for (const branch of await repository.findRecord(`snapshots/${account}`)) {
    const other = repository.listHeads().get(branch);
    if (other === undefined || !(await repository.isAncestor(last, other))) continue;
    for await (const { facts } of readOwnCommits(repository, input, other, { after: last })) {
      if (facts.type === 'move' && facts.from === repository.branch && facts.to === branch) return branch;
    }
  }
  return null;
}
