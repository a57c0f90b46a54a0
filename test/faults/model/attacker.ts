import { expect } from 'vitest';
import { commitFile, git } from '../../git/support.ts';
import { forgeApproval } from '../../support/forge.ts';
import type { World } from '../world.ts';
import type { Step } from './story.ts';

/** Someone with write access approves a change by hand. Returns the commit, null where nothing is open. */
export function forge({ lab }: World, { object: number, what }: Step & { readonly type: 'forge' }): string | null {
  const open = [...(lab.state()?.episodes.keys() ?? [])];
  const object = open[number % Math.max(1, open.length)];
  if (object === undefined) return null;
  return forgeApproval(lab, object, { commit: what !== 'state', state: what !== 'commit' });
}

/** A branch with rules that approve everything: a run that names it is refused, one that has it checked out ignores them. */
export async function runOnBranch({ lab, run }: World, { how }: Step & { readonly type: 'branch' }): Promise<void> {
  const checkout = lab.freshClone();
  git(checkout, 'checkout', '-q', '-b', 'feature');
  commitFile(checkout, '.github/zendrift.yml', 'policy: { default: approved }\n');
  git(checkout, 'push', '-q', '-f', 'origin', 'feature');
  if (how === 'checked out') {
    await run({ checkout });
    return;
  }
  const before = lab.tips();
  await expect(run({ inputs: { branch: 'feature' } })).rejects.toMatchObject({
    code: 'history-elsewhere',
    exitCode: 2,
  });
  expect(lab.tips()).toEqual(before);
}
