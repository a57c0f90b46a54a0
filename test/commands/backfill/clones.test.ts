import { cpSync, rmSync } from 'node:fs';
import { expect, test } from 'vitest';
import { makeFolder } from '../../git/support.ts';
import { backfillIn, openPastLab } from '../../support/backfill-lab.ts';
import { cloneShapes } from '../../support/clones.ts';
import { someOf } from '../../support/soak.ts';

test('a backfill gives the same history from any clone', { timeout: 120_000 }, async () => {
  const lab = await openPastLab();
  const kept = makeFolder();
  cpSync(lab.remote, kept, { recursive: true });
  const tips: string[] = [];
  // One without folders is among those that are played outside of a soak.
  for (const [name, shape] of someOf(Object.entries(cloneShapes), 5)) {
    rmSync(lab.remote, { recursive: true });
    cpSync(kept, lab.remote, { recursive: true });
    const done = await backfillIn(lab, shape(lab.remote));
    expect(done.result.outcome, name).toBe('joined');
    tips.push(done.result.tip ?? '');
  }
  expect(new Set(tips).size).toBe(1);
});
