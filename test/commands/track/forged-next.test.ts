import { describe, expect, test } from 'vitest';
import { jane, notifyRequester } from '../../support/acme.ts';
import { forgeNext } from '../../support/forged-copies.ts';
import { someOf } from '../../support/soak.ts';
import { answersTo, openIssues, openTeam, say, theIssue, trackLater, triageIn } from '../../support/triage-lab.ts';
import { verifyAt } from '../verify/support.ts';
import { treeWith } from '../verify/tamper.ts';

const path = `snapshots/acme/triggers/${notifyRequester}.json`;
const actions = [{ field: 'notification_webhook', value: ['01HVK3T9QK5Z0', '{}'] }];

describe('a copy of a real change, pushed before a run records it', () => {
  test.each(['kept', 'deleted'] as const)('hides no high risk, with the state ref %s', async (ref) => {
    const lab = await openTeam({ more: 'approvers: { high-risk: { approvals: 2 } }\n' });
    lab.zendesk.account.as(jane).update('trigger', notifyRequester, { actions });
    await forgeNext(lab, ref, (raw) => raw.replace(/^Risk: .*$/m, 'Risk: low'));
    await trackLater(lab);
    expect(theIssue(lab).labels).toContain('risk:high');
    const comment = say(lab, 'admin-ann', '/approve the new webhook');
    await triageIn(lab);
    expect(answersTo(lab, comment).join('\n')).toContain('1 of 2 approvals');
    expect(openIssues(lab)).toHaveLength(1);
    // The next comparison with history makes nothing of it.
    expect((await trackLater(lab, { inputs: { sweep: 'true' } })).warnings).toEqual([]);
    expect(theIssue(lab).labels).toContain('risk:high');
    expect((await verifyAt(lab.remote)).faults).toEqual([]);
  });

  test.each(
    someOf(
      [
        'not json\n',
        '[]\n',
        'null\n',
        '{"title": 7}\n',
        '{"title": {}, "actions": [null], "conditions": {"all": 5}}\n',
      ],
      4,
    ),
  )('stops no run where its snapshot is %j, and the state is recorded', async (text) => {
    const lab = await openTeam();
    lab.zendesk.account.as(jane).update('trigger', notifyRequester, { title: 'Mine' });
    const tree = treeWith(lab.remote, lab.tips().branch, path, text);
    await forgeNext(lab, 'deleted', (raw) => raw.replace(/^tree .*$/m, `tree ${tree}`));
    await trackLater(lab);
    expect(lab.tree()).toEqual(lab.canonicalRemote());
    expect(theIssue(lab).title).toContain('trigger "Mine"');
    await triageIn(lab);
    const { warnings } = await trackLater(lab, { inputs: { sweep: 'true' } });
    expect(warnings).toEqual([]);
    expect((await verifyAt(lab.remote)).faults).toMatchObject([{ code: 'file' }]);
  });
});
