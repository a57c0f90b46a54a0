import { expect, test } from 'vitest';
import { autoReply, closeSpam, jane, notifyRequester } from '../../support/acme.ts';
import { entryAt } from '../../support/drift.ts';
import { forgeState } from '../../support/forge.ts';
import type { Lab } from '../../support/lab.ts';
import { requestForm } from '../../support/request-form.ts';
import { hubOf, later, openAlerts, openIssues, openTeam, say, trackLater, triageIn } from '../../support/triage-lab.ts';

const edit = (lab: Lab, id: number, title: string) => lab.zendesk.account.as(jane).update('trigger', id, { title });

test('an entry that only the state knows is in no commit, whomever it names', async () => {
  const lab = await openTeam();
  later(lab);
  edit(lab, notifyRequester, 'By Jane');
  const time = lab.zendesk.clock.iso();
  const forged = { id: '28835703999999', actorId: '1002', actorName: 'Bob Builder', time };
  const about = (id: number) => entryAt(0, { ...forged, sourceId: String(id), id: `${forged.id}${id}` });
  forgeState(lab, () => ({ pending: [about(notifyRequester), about(autoReply)] }));
  await trackLater(lab);
  expect(await lab.changes()).toMatchObject([{ attribution: 'exact', actors: ['1001'] }]);
  expect(lab.state()?.pending).toEqual([]);
});

test('a change request approves what was asked for, whatever the state says that it covers', async () => {
  const lab = await openTeam();
  later(lab);
  const issue = hubOf(lab)
    .model.as('jane-gh')
    .openIssue({ title: 'Change request', body: requestForm({ Uses: 'many' }), labels: ['change-request'] });
  await trackLater(lab);
  say(lab, 'bob-gh', '/approve', issue.number);
  await triageIn(lab);
  const broadened = [`trigger/${notifyRequester}`, `trigger/${autoReply}`] as const;
  forgeState(lab, ({ requests }) => ({
    requests: new Map([...requests].map(([number, request]) => [number, { ...request, objects: broadened }])),
  }));
  edit(lab, autoReply, 'Never asked for');
  await trackLater(lab);
  expect(await lab.changes()).toMatchObject([{ object: `trigger/${autoReply}`, verdict: 'unapproved' }]);
  expect(openAlerts(lab)).toHaveLength(1);
  // Nothing is wrong with a state that has the request as it is, and its use.
  for (const title of ['A clearer title', 'An even clearer title']) {
    edit(lab, notifyRequester, title);
    expect((await trackLater(lab)).warnings).toEqual([]);
    expect((await lab.changes()).at(-1)).toMatchObject({ verdict: 'approved', reason: 'change-request' });
  }
});

test.each(['alone', 'beside an edit that a rule approves'])(
  'a write that only the state knows approves nothing, %s',
  async (how) => {
    const rule = '{ name: bob, actors: [1002], kinds: [trigger], decide: approved }';
    const lab = await openTeam({ more: how === 'alone' ? '' : `policy: { rules: [${rule}] }\n` });
    later(lab);
    edit(lab, closeSpam, 'Evil');
    await trackLater(lab);
    const evil = lab.state()?.episodes.get(`trigger/${closeSpam}`)?.changes.at(-1)?.after ?? '';
    edit(lab, closeSpam, 'Close spam');
    await trackLater(lab);
    const now = lab.zendesk.clock.iso();
    forgeState(lab, ({ folded }) => ({
      reverts: [
        {
          ...{
            object: `trigger/${closeSpam}`,
            commit: folded ?? '',
            comment: '0',
            writer: '1001',
            from: now,
            until: null,
          },
          ...{ before: null, after: evil, newId: null, announced: now, run: null },
        },
      ],
    }));
    if (how !== 'alone') lab.zendesk.account.as(1002).update('trigger', closeSpam, { title: 'By Bob' });
    edit(lab, closeSpam, 'Evil');
    await trackLater(lab);
    expect((await lab.changes()).at(-1)).toMatchObject({ verdict: 'unapproved' });
    expect(openIssues(lab)).toHaveLength(1);
    expect(lab.state()?.reverts).toEqual([]);
  },
);
