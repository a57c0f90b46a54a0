import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalFiles } from '../../support/canonical-files.ts';
import { comparableState } from '../../support/comparable-state.ts';
import { type Lab, openLab } from '../../support/lab.ts';
import { act, type Deed, steps } from '../../support/model.ts';
import { readObjects } from '../../support/object-files.ts';
import { isSoak } from '../../support/soak.ts';

// A sequence takes seconds of real git: few in every run, more with ZENDRIFT_RUNS.
const numRuns = Number(process.env['ZENDRIFT_RUNS'] ?? (isSoak ? 10 : 4));

const settings = fc.record({
  sourceTypes: fc.constantFrom('rule' as const, 'specific' as const),
  reorderEntries: fc.constantFrom('all' as const, 'one' as const),
  shiftsBump: fc.boolean(),
});

test('whatever happens in whatever order: every entry once, nothing under a wrong name, history equal to the account', async () => {
  await fc.assert(
    fc.asyncProperty(settings, steps(24), async (zendesk, list) => {
      const lab = await openLab({ zendesk, remote: 'none', hasBaseline: true });
      try {
        lab.wait(60);
        const deeds = new Map<string, Deed>();
        for (const [count, step] of list.entries()) {
          for (const [id, deed] of await act(lab, step, count)) deeds.set(id, deed);
        }
        await settle(lab);
        await check(lab, deeds);
      } finally {
        await lab.close();
      }
    }),
    { numRuns },
  );
}, 3_600_000);

/** Lets every entry arrive and everything that waits end its waiting. */
async function settle(lab: Lab): Promise<void> {
  for (const inputs of [{}, { sweep: 'true' }, {}]) {
    lab.wait(900);
    await lab.run({ inputs });
  }
}

async function check(lab: Lab, deeds: ReadonlyMap<string, Deed>): Promise<void> {
  expect(lab.tree()).toEqual(canonicalFiles(lab.zendesk.account, lab.account));
  expect(lab.state()?.pending).toEqual([]);
  const changes = await lab.changes();
  const commits = new Map((await lab.log()).map(({ id, record }) => [id, record]));
  // All at once: a process for each would take longer than the runs.
  const blobs = [...commits.values()].flatMap(({ paths }) => paths.flatMap(({ before, after }) => [before, after]));
  readObjects(
    lab.remote,
    blobs.filter((id) => id !== null),
  );
  const posted = changes.flatMap(({ audit }) => audit);
  expect([...posted].sort()).toEqual([...deeds.keys()].filter((id) => id !== '').sort());

  const explained = new Set(changes.map(({ explains }) => explains));
  for (const change of changes) {
    if (change.attribution !== 'exact' || change.explains !== null || explained.has(change.id)) continue;
    if (change.object.endsWith('/order') || change.change === 'none') continue;
    const deed = deeds.get(change.audit[0] ?? '');
    const path = `snapshots/acme/${change.object.replace('/', 's/')}.json`;
    const changed = commits.get(change.id)?.paths.find((one) => one.path === path);
    expect({ after: read(lab, changed?.after), before: read(lab, changed?.before) }).toEqual({
      after: deed?.after ?? null,
      before: deed?.before ?? null,
    });
  }
  const tips = lab.tips();
  await lab.run();
  expect(lab.tips()).toEqual(tips);
  const live = lab.state();
  lab.git('update-ref', '-d', 'refs/zendrift/acme');
  await lab.run();
  // A run without commits moves the watermark in the state alone.
  expect({ ...comparableState(lab.state()), watermark: '' }).toEqual({ ...comparableState(live), watermark: '' });
}

const read = ({ remote }: Lab, blob: string | null | undefined): string | null =>
  blob ? (readObjects(remote, [blob])[0] ?? null) : null;
