import { expect, test } from 'vitest';
import { autoReply, bob, closeSpam, downgrade, jane, notifyRequester } from '../../support/acme.ts';
import { type Lab, openLab } from '../../support/lab.ts';
import { runLater } from '../../support/watched.ts';

const config = `hours: { from: "08:00", to: "10:00" }
policy:
  rules:
    - name: late-macros
      kinds: [macro]
      actors: [${jane}]
      window: { from: "11:00", to: "13:00" }
      decide: approved
`;

const riskOfNewest = async (lab: Lab): Promise<string | undefined> =>
  /^Risk: (.*)$/m.exec((await lab.log()).at(-1)?.message ?? '')?.[1];

test('off hours are those of the account: neither the window of a rule for others, nor one that approved the change', async () => {
  const lab = await openLab({ config, hasBaseline: true });
  await runLater(lab);
  lab.zendesk.account.as(bob).update('trigger', notifyRequester, { title: 'In hours' });
  await runLater(lab);
  expect(await riskOfNewest(lab)).toBe('low');
  lab.wait(3 * 3600);
  lab.zendesk.account.as(bob).update('trigger', notifyRequester, { title: 'Off hours' });
  await runLater(lab);
  expect(await riskOfNewest(lab)).toBe('low off-hours');
  lab.zendesk.account.as(jane).update('macro', downgrade, { title: 'Planned for this hour' });
  await runLater(lab);
  expect((await lab.changes()).at(-1)).toMatchObject({ verdict: 'approved', reason: 'rule-matches' });
  expect(await riskOfNewest(lab)).toBe('low');
});

test('a save without an edit, and inactive rules that change places, are no risk', async () => {
  const lab = await openLab({ config, hasBaseline: true });
  await runLater(lab);
  const { account } = lab.zendesk;
  for (const id of [notifyRequester, closeSpam]) account.as(bob).update('trigger', id, { active: false });
  await runLater(lab);
  account.as(bob).reorder('trigger', [autoReply, closeSpam, notifyRequester]);
  await runLater(lab);
  expect((await lab.changes()).at(-1)).toMatchObject({ object: 'trigger/order', change: 'reordered' });
  expect(await riskOfNewest(lab)).toBe('low');
  expect((await lab.log()).at(-1)?.message).toContain('The order in which active triggers run is the same.');
  lab.wait(3 * 3600);
  account.as(bob).update('macro', downgrade, {});
  await runLater(lab);
  const saved = (await lab.log()).find(({ message }) => message.includes(`Zendesk-Object: macro/${downgrade}\n`));
  expect(saved?.message).toMatch(/^Zendesk-Change: none\n[\s\S]*^Risk: low$/m);
});
