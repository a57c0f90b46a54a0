import { expect, test } from 'vitest';
import { runLint } from '#connect/lint.ts';
import { closeSpam, jane } from '../../support/acme.ts';
import type { Lab } from '../../support/lab.ts';
import { readIn } from '../../support/read-lab.ts';
import { openWatched, runLater } from '../../support/watched.ts';

const lintLab = (lab: Lab, fail: boolean) => readIn(lab, runLint, { fail: String(fail) });

test('a trigger that can never match is an error, and --fail exits with 4', async () => {
  const lab = await openWatched();
  const open = { field: 'status', operator: 'is', value: 'open' };
  lab.zendesk.account.as(jane).update('trigger', closeSpam, {
    conditions: { all: [open, { ...open, value: 'closed' }], any: [] },
  });
  await runLater(lab);
  const found = await lintLab(lab, false);
  expect(found.exitCode).toBe(0);
  expect(found.json).toMatchObject({
    version: 1,
    findings: expect.arrayContaining([
      expect.objectContaining({ code: 'never-matches', level: 'error', object: `trigger/${closeSpam}` }),
    ]),
  });
  expect(found.lines.join('\n')).toContain(`error: trigger/${closeSpam} "Close spam" can never match`);
  expect((await lintLab(lab, true)).exitCode).toBe(4);
});
