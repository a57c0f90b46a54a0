import { lastChange, rawCommit, treeWith } from '../commands/verify/tamper.ts';
import { git } from '../git/support.ts';
import {
  ann,
  autoReply,
  bob,
  closeSpam,
  fullRefund,
  jane,
  notificationTriggers,
  notifyRequester,
  partialRefund,
} from './acme.ts';
import type { Lab } from './lab.ts';
import { writeObject } from './object-files.ts';
import { requestForm } from './request-form.ts';
import { hubOf, identities, later, openIssues, openTeam, say, trackLater, triageIn } from './triage-lab.ts';

const rules = 'policy: { rules: [{ name: bob, actors: [1002], decide: approved }] }\nlog: { keep: all }\n';

const issueOf = (lab: Lab, words: string): number =>
  openIssues(lab).find(({ title }) => title.includes(words))?.number ?? 0;

/** An account whose record has a commit of every form that there is, apart from a move. Two changes are open. */
export async function openEventful(): Promise<Lab> {
  const lab = await openTeam({ more: rules });
  const { account } = lab.zendesk;
  account.as(bob).update('macro', partialRefund, { title: 'Fine' });
  account.as(jane).update('trigger', notifyRequester, { title: 'Drift' });
  await trackLater(lab);
  say(lab, 'admin-ann', '/approve until 2026-11-21 for the migration', issueOf(lab, 'Drift'));
  await triageIn(lab);
  account.as(bob).update('macro', partialRefund, { title: 'By Bob' }, { entryLag: 400 });
  later(lab, 5);
  account.as(ann).update('macro', partialRefund, { description: 'By Ann' });
  lab.commitElsewhere({ '.github/zendrift.yml': `${identities}${rules}issues: { max-open: 40 }\n` });
  await trackLater(lab);
  later(lab, 600);
  lab.commitElsewhere({ [`snapshots/acme/macros/${fullRefund}.json`]: '{}\n' });
  account.as(bob).reorder('trigger', [closeSpam, ...notificationTriggers.filter((id) => id !== closeSpam)]);
  account.as(jane).update('trigger', autoReply, { title: 'Undo me' });
  await trackLater(lab);
  say(lab, 'bob-gh', '/revert not agreed', issueOf(lab, 'Undo me'));
  await triageIn(lab, { mayWrite: true });
  later(lab);
  const body = requestForm({ To: '2026-11-29T18:00Z', Objects: `macro/${partialRefund}` });
  const asker = hubOf(lab).model.as('jane-gh');
  const request = asker.openIssue({ title: 'Change request: a title', body, labels: ['change-request'] });
  await trackLater(lab);
  say(lab, 'bob-gh', '/approve agreed on Monday', request.number);
  await triageIn(lab);
  later(lab, 2 * 86_400);
  account.as(jane).update('macro', fullRefund, { title: 'New drift' });
  await trackLater(lab);
  return lab;
}

/**
 * Someone pushes the next change by hand before a run records it: a copy of what it would record, with something changed in
 * it. The run that shows what that is does not reach GitHub, and is undone.
 */
export async function forgeNext(lab: Lab, ref: 'kept' | 'deleted', edit: (raw: string) => string): Promise<void> {
  const tips = lab.tips();
  const restore = hubOf(lab).goDown();
  await trackLater(lab);
  restore();
  const raw = rawCommit(lab.remote, lastChange(lab.remote)).replace(/^parent .*$/m, `parent ${tips.branch}`);
  lab.git('update-ref', 'refs/heads/main', writeObject(lab.remote, 'commit', edit(raw)));
  lab.git('update-ref', 'refs/zendrift/acme', tips.state);
  git(lab.checkout, 'reset', '-q', '--hard', tips.branch);
  if (ref === 'deleted')
    for (const folder of [lab.remote, lab.checkout]) git(folder, 'update-ref', '-d', 'refs/zendrift/acme');
  later(lab, 3600);
}

export interface Copy {
  /** Raw text of the original. */
  readonly of: string;
  readonly edit: (raw: string) => string;
  /** What it changes below the root: path → text, null deletes. */
  readonly file?: readonly [path: string, text: string | null] | undefined;
  /** Another parent makes it a merge. */
  readonly parent?: string | undefined;
}

/** Someone with write access pushes copies of our commits with something changed in each. Returns their ids. */
export function forgeCopies({ remote, tips }: Lab, copies: readonly Copy[]): readonly string[] {
  let { branch: tip } = tips();
  const forged = copies.map(({ of, edit, file, parent }) => {
    const [, present = ''] = /^tree ([0-9a-f]+)$/m.exec(rawCommit(remote, tip)) ?? [];
    const tree = file === undefined ? present : treeWith(remote, tip, ...file);
    const parents = [tip, ...(parent === undefined ? [] : [parent])].map((id) => `parent ${id}`).join('\n');
    const raw = edit(of)
      .replace(/^tree .*$/m, `tree ${tree}`)
      .replace(/^parent .*$/m, parents);
    tip = writeObject(remote, 'commit', raw);
    return tip;
  });
  git(remote, 'update-ref', 'refs/heads/main', tip);
  return forged;
}
