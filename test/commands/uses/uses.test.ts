import { expect, test } from 'vitest';
import { runUses } from '#connect/uses.ts';
import { closeSpam } from '../../support/acme.ts';
import type { Lab } from '../../support/lab.ts';
import { readIn } from '../../support/read-lab.ts';
import { openWatched } from '../../support/watched.ts';

const usesLab = (lab: Lab, ref: string, at?: string) => readIn(lab, runUses, { ref, ...(at ? { at } : {}) });

test('objects that name a tag, at the tip and at a commit; nothing found is no failure', async () => {
  const lab = await openWatched();
  const found = await usesLab(lab, 'tag/spam');
  expect(found.json).toMatchObject({
    version: 1,
    ref: 'tag/spam',
    uses: expect.arrayContaining([
      {
        object: `trigger/${closeSpam}`,
        title: 'Close spam',
        active: true,
        where: expect.stringContaining('current_tags'),
      },
    ]),
  });
  expect(found.lines.join('\n')).toContain(`trigger/${closeSpam} "Close spam"`);
  const commit = (await lab.log()).at(-1)?.id ?? '';
  expect((await usesLab(lab, 'tag/spam', commit.slice(0, 10))).json).toEqual(found.json);
  expect(await usesLab(lab, 'tag/nobody')).toMatchObject({ exitCode: 0, lines: ['Nothing uses tag/nobody'] });
  await expect(usesLab(lab, 'tag/spam', '0000000')).rejects.toMatchObject({ code: 'settings-invalid', exitCode: 2 });
  await expect(usesLab(lab, 'spam')).rejects.toMatchObject({ exitCode: 2, hint: expect.stringContaining('tag/vip') });
});
