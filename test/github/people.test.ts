import { expect, test } from 'vitest';
import { openLab } from './lab.ts';

test.each(['none', 'read', 'triage', 'write', 'maintain', 'admin'] as const)(
  'a person with the role %s is told as that',
  async (permission) => {
    const { issues } = await openLab({ visibility: 'private', users: [{ login: 'ann', permission }] });
    expect(await issues.readPermission('ann')).toBe(permission);
    expect(await issues.readPermission('ANN')).toBe(permission);
  },
);

test('a custom role counts as the permission that it is built on', async () => {
  const { issues, github } = await openLab();
  github.onRequest(() => ({
    status: 200,
    body: { permission: 'write', role_name: 'Config owner', user: { login: 'ann' } },
  }));
  expect(await issues.readPermission('ann')).toBe('write');
});

test.each([
  {},
  null,
  { permission: 'admin' },
  { permission: 'admin', user: { login: 'somebody-else' } },
  { permission: 'owner', role_name: 'god', user: { login: 'ann' } },
])('an answer such as %j does not tell', async (body) => {
  const { issues, github } = await openLab();
  github.onRequest(() => ({ status: 200, headers: { 'content-type': 'application/json' }, body }));
  await expect(issues.readPermission('ann')).rejects.toMatchObject({ code: 'github-unavailable' });
});

test('nobody is asked for a text that is no login', async () => {
  const { issues, github } = await openLab();
  for (const login of ['', '../../user', 'a b', 'a\n', 'ann/permission?', '[bot]']) {
    expect(await issues.readPermission(login)).toBe('none');
  }
  expect(await issues.readPermission('unknown')).toBe('none');
  expect(github.requests).toHaveLength(1);
});

test('a token that may not ask for permissions is an error, not a no', async () => {
  const { issues, github } = await openLab();
  github.onRequest(() => ({ status: 403, body: { message: 'Must have push access' } }));
  await expect(issues.readPermission('ann')).rejects.toMatchObject({ code: 'github-forbidden' });
});

test('the token of a person tells its login, an Actions token does not', async () => {
  const tokens = { pat: { login: 'ann' } };
  expect(await (await openLab({ tokens })).issues.readLogin()).toBeNull();
  expect(await (await openLab({ tokens }, { token: 'pat' })).issues.readLogin()).toBe('ann');
});

test('labels are made once, with colours, and those that are there stay as they are', async () => {
  const { issues, github } = await openLab();
  github.model.putLabel({ name: 'Config-Drift', color: '000000' });
  await issues.ensureLabels(['config-drift', 'risk:high', 'account:acme']);
  await issues.ensureLabels(['risk:high', 'account:acme']);
  const labels = [...github.model.store.labels.values()].map(({ name, color }) => [name, color]);
  expect(labels).toEqual([
    ['Config-Drift', '000000'],
    ['risk:high', 'b60205'],
    ['account:acme', '1d76db'],
  ]);
  expect(github.requests).toHaveLength(3);
});

test('labels that are refused are a warning, and are not asked for again', async () => {
  const { issues, github, warnings } = await openLab();
  github.onRequest((request) => (request.method === 'POST' ? { status: 403, body: { message: 'no' } } : undefined));
  await issues.ensureLabels(['config-drift']);
  await issues.ensureLabels(['config-drift']);
  expect(warnings).toHaveLength(1);
  expect(github.requests).toHaveLength(2);
});
