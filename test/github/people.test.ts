import { expect, test } from 'vitest';
import { openLab } from './lab.ts';

test.each(['none', 'read', 'triage', 'write', 'maintain', 'admin'] as const)(
  'a person with the role %s is reported as that',
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
  { permission: 'admin', user: { login: 'someone-else' } },
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

test('an account is found by its login now, and by its id under any', async () => {
  const { issues, github } = await openLab({ users: [{ login: 'jane-gh', id: 34 }] });
  expect(await issues.readUser('Jane-GH')).toEqual({ id: '34', login: 'jane-gh', type: 'User' });
  github.model.renameUser('jane-gh', 'jane-2025');
  expect(await issues.readUser('jane-gh')).toBeNull();
  expect(await issues.readAccount('34')).toEqual({ id: '34', login: 'jane-2025', type: 'User' });
  const successor = github.model.putUser({ login: 'jane-gh' });
  expect(await issues.readUser('jane-gh')).toEqual({ id: String(successor.id), login: 'jane-gh', type: 'User' });
  expect(await issues.readUser('github-actions[bot]')).toMatchObject({ id: '41898282', type: 'Bot' });
  expect(await issues.readAccount('404')).toBeNull();
});

test('nobody is asked for what is no login, and no id', async () => {
  const { issues, github } = await openLab();
  for (const login of ['', '../orgs/acme', 'a b', 'a\n', 'ann/repos', 'ann?x', '[bot]']) {
    expect(await issues.readUser(login)).toBeNull();
  }
  for (const id of ['', 'x', '1/keys', '1e3', '-1']) {
    expect(await issues.readAccount(id)).toBeNull();
    expect(await issues.readWorkflowRun(id)).toBeNull();
  }
  expect(github.requests).toEqual([]);
});

test.each([null, {}, { login: 'ann' }, { id: '34', login: 'ann' }])(
  'an answer such as %j is no account',
  async (body) => {
    const { issues, github } = await openLab();
    github.onRequest(() => ({ status: 200, headers: { 'content-type': 'application/json' }, body }));
    await expect(issues.readUser('ann')).rejects.toMatchObject({ code: 'github-unavailable' });
  },
);

test('a workflow run tells who started it; none where there is no such run or the token may not ask', async () => {
  const tokens = { blind: { login: 'github-actions[bot]', kind: 'actions', actions: 'none' } } as const;
  const { issues, github } = await openLab({ users: [{ login: 'jane-gh', id: 34 }], tokens });
  github.model.putRun(77, 'jane-gh');
  expect(await issues.readWorkflowRun('77')).toEqual({ actorId: '34', actorLogin: 'jane-gh' });
  expect(await issues.readWorkflowRun('78')).toBeNull();
  const blind = await openLab({ tokens }, { token: 'blind' });
  blind.github.model.putRun(77, 'github-actions[bot]');
  expect(await blind.issues.readWorkflowRun('77')).toBeNull();
});
