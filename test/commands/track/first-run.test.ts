import { expect, test } from 'vitest';
import { openLab } from '../../support/lab.ts';

test('the first run is one baseline commit of the whole account and opens no episode', async () => {
  const lab = await openLab();
  const outcome = await lab.run();
  expect(outcome.exitCode).toBe(0);
  const log = await lab.log();
  expect(log.map(({ subject }) => subject)).toEqual(['Baseline: 8 triggers, 4 automations, 8 macros, 6 views']);
  expect(lab.tree()).toEqual(lab.canonicalRemote());
  expect(lab.state()?.episodes.size).toBe(0);
});
