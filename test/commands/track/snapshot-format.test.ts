import { expect, test } from 'vitest';
import { fileRoleOf, judgeText } from '#commands/verify/canonical.ts';
import { snapshotFormat } from '#core/state/state.ts';
import { gitWithInput } from '../../git/support.ts';
import { autoReply, jane, notifyRequester, partialRefund } from '../../support/acme.ts';
import { type Lab, openLab } from '../../support/lab.ts';

const title = '❤️ Auto\u3164reply';
const path = `snapshots/acme/triggers/${autoReply}.json`;

/** The lab's baseline as an older snapshot format has it. */
function toFormat(lab: Lab, format: number, path: string, edit: (text: string) => string): void {
  const data = (text: string) => `data ${Buffer.byteLength(text)}\n${text}\n`;
  const message = lab
    .git('show', '-s', '--format=%B', 'main')
    .replace(`Zendesk-Format: ${snapshotFormat}`, `Zendesk-Format: ${format}`);
  const raw = edit(`${lab.git('show', `main:${path}`)}\n`);
  const who = lab.git('show', '-s', '--format=author %an <%ae> %at +0000%ncommitter %cn <%ce> %ct +0000', 'main');
  const [parent, tree] = [lab.git('rev-parse', 'main^'), lab.git('rev-parse', 'main:snapshots')];
  const files = `M 040000 ${tree} snapshots\nM 100644 inline ${path}\n${data(raw)}`;
  const stream = `commit refs/heads/main\n${who}\n${data(`${message}\n`)}from ${parent}\n${files}`;
  gitWithInput(lab.remote, stream, 'fast-import', '--quiet', '--force');
  lab.git('update-ref', '-d', 'refs/zendrift/acme');
}

/** Format 1 kept variation selectors and fillers as they are. */
const toFormat1 = (text: string): string =>
  text.replace(/\\u(fe0f|3164)/g, (_, unit: string) => String.fromCharCode(Number.parseInt(unit, 16)));

/** A clone of its own, since the lab's has the record in today's format. */
async function openFormat1(): Promise<{ lab: Lab; checkout: string }> {
  const lab = await openLab({ github: true });
  lab.zendesk.account.as(jane).update('trigger', autoReply, { title });
  lab.wait(60);
  await lab.run();
  toFormat(lab, 1, path, toFormat1);
  lab.wait(600);
  return { lab, checkout: lab.freshClone() };
}

const types = async (lab: Lab) => (await lab.log()).map(({ facts }) => facts?.type ?? 'other');

test('a record of snapshot format 1 gets one baseline of today’s format, no change and no issue', async () => {
  const { lab, checkout } = await openFormat1();
  expect(lab.tree().get(path)).toContain(title);
  await lab.run({ checkout });
  expect(await types(lab)).toEqual(['baseline', 'baseline']);
  expect(lab.tree().get(path)).toContain('❤\\ufe0f Auto\\u3164reply');
  expect(lab.tree()).toEqual(lab.canonicalRemote());
  expect(lab.github?.model.issues()).toHaveLength(0);
  const tips = lab.tips();
  lab.wait(60);
  await lab.run({ checkout });
  expect(lab.tips()).toEqual(tips);
});

test('real drift is recorded before the baseline of a new snapshot format, even if only a listing shows it', async () => {
  const { lab, checkout } = await openFormat1();
  lab.zendesk.account.as(jane).update('trigger', notifyRequester, { title: 'Silent' }, { audit: false });
  lab.wait(600);
  await lab.run({ checkout });
  expect(await types(lab)).toEqual(['baseline', 'change', 'baseline']);
  expect(await lab.changes()).toMatchObject([{ object: `trigger/${notifyRequester}` }]);
});

/** No request sets them: the account shows them in another order. */
function attach(lab: Lab, ids: readonly number[]): void {
  const { rules, clock } = lab.zendesk.account;
  const macro = rules.get('macro', partialRefund);
  if (macro === undefined) throw new Error('there is a macro');
  rules.put('macro', { ...macro, attachments: ids, updated_at: clock.iso() });
}

async function openAttachments(): Promise<Lab> {
  const lab = await openLab({ github: true });
  attach(lab, [5, 9, 7]);
  lab.wait(60);
  await lab.run();
  lab.wait(600);
  return lab;
}

const macroPath = `snapshots/acme/macros/${partialRefund}.json`;
const sorted = '"attachments": [\n    5,\n    7,\n    9\n  ]';

test('attachments in another order are no change', async () => {
  const lab = await openAttachments();
  expect(lab.tree().get(macroPath)).toContain(sorted);
  attach(lab, [9, 5, 7]);
  lab.wait(90_000);
  await lab.run();
  expect(await types(lab)).toEqual(['baseline']);
});

test('a record of snapshot format 2, which kept that order, gets one baseline and no change', async () => {
  const lab = await openAttachments();
  toFormat(lab, 2, macroPath, (text) => text.replace(sorted, '"attachments": [\n    5,\n    9,\n    7\n  ]'));
  const checkout = lab.freshClone();
  await lab.run({ checkout });
  expect(await types(lab)).toEqual(['baseline', 'baseline']);
  expect(lab.tree().get(macroPath)).toContain(sorted);
  expect(lab.github?.model.issues()).toHaveLength(0);
});

test('verify accepts what format 1 left as it was, and nothing else that is hidden', () => {
  const role = fileRoleOf('acme', 'snapshots/acme/triggers/1.json');
  const text = (name: string) => `{\n  "id": 1,\n  "title": "${name}"\n}\n`;
  expect(judgeText(role, text('❤️ Auto\u3164reply'))).toBeNull();
  expect(judgeText(role, text('❤\\ufe0f'))).toBeNull();
  expect(judgeText(role, text('\u202egnp'))).toBe('is not in its canonical form');
});

test.each(['id', 'actions'])(
  'a snapshot whose "%s" is nested far too deeply is a finding, and stops nothing',
  (key) => {
    const role = fileRoleOf('acme', 'snapshots/acme/triggers/1.json');
    const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;
    const text = key === 'id' ? `{"id": ${deep}}` : `{"id": 1, "${key}": ${deep}}`;
    expect(judgeText(role, text)).toBe('is nested too deeply for a snapshot');
  },
);
