import { expect, test } from 'vitest';
import { hasKeygen, makeKey } from '../../git/signing.ts';
import { backfillIn, openPastLab } from '../../support/backfill-lab.ts';
import { verifyAt } from '../verify/support.ts';

test.skipIf(!hasKeygen)('with "sign: last", signatures cover all of the past and its merge', async () => {
  const key = makeKey();
  const file = '.github/zendrift/allowed_signers';
  const environment = { ZENDRIFT_SIGNING_KEY: key.secret };
  const lab = await openPastLab({
    config: `allowed-signers: ${file}\nsign: last\n`,
    environment,
    files: { [file]: key.allowed },
  });
  await backfillIn(lab, { environment, checkout: lab.freshClone(1) });
  expect((await verifyAt(lab.freshClone())).faults).toEqual([]);
  lab.wait(600);
  expect((await lab.run({ checkout: lab.freshClone(1), environment })).exitCode).toBe(0);
  expect(lab.state()?.doubted).toEqual([]);
});
