import { expect, test } from 'vitest';
import { parseConfig } from '#config/parse.ts';
import { ZendriftError } from '#errors.ts';
import { resolveAccounts } from '#ledger/accounts.ts';

const config = (text: string) => parseConfig(text, 'zendrift.yml', 'acme');

const users: Readonly<Record<string, string>> = { 'jane-gh': '34', ann: '36', auditor: '37' };

const hub = (asked: string[] = []) => ({
  readUser: async (login: string) => {
    asked.push(login);
    const id = users[login.toLowerCase()];
    return id === undefined ? null : { id, login, type: 'User' };
  },
});

const everybody = `identities:
  1001: { github: Jane-GH }
  1002: { github: gone-gh }
approvers: { logins: [ann, jane-gh], outside-zendesk: [auditor] }
`;

test('every login is looked up once, whatever its case and wherever the configuration names it', async () => {
  const asked: string[] = [];
  const { accounts } = await resolveAccounts(config(everybody), { accounts: new Map() }, hub(asked), false);
  expect(asked.map((login) => login.toLowerCase()).sort()).toEqual(['ann', 'auditor', 'gone-gh', 'jane-gh']);
  expect(accounts.map(({ login, id }) => [login.toLowerCase(), id]).sort()).toEqual([
    ['ann', '36'],
    ['auditor', '37'],
    ['jane-gh', '34'],
  ]);
});

test('a login that does not exist is a warning, and what is recorded is not asked again', async () => {
  const asked: string[] = [];
  const known = new Map([
    ['jane-gh', '34'],
    ['ann', '36'],
    ['auditor', '37'],
  ]);
  const { accounts, warnings } = await resolveAccounts(config(everybody), { accounts: known }, hub(asked), false);
  expect([accounts, asked]).toEqual([[], ['gone-gh']]);
  expect(warnings).toEqual([expect.stringContaining('GitHub has no user gone-gh')]);
});

test('a GitHub that does not answer keeps nothing from being recorded', async () => {
  const down = {
    readUser: async () => {
      throw new ZendriftError('github-unavailable', { request: 'GET /users/x', reason: '503' });
    },
  };
  const { accounts, warnings } = await resolveAccounts(config(everybody), { accounts: new Map() }, down, false);
  expect(accounts).toEqual([]);
  expect(warnings).toHaveLength(1);
});

test('an id that belongs to another login is refused, with both', async () => {
  const wrong = config('identities: { 1001: { github: jane-gh, github-id: 35 } }\n');
  await expect(resolveAccounts(wrong, { accounts: new Map() }, hub(), true)).rejects.toMatchObject({
    code: 'identity-mismatch',
    exitCode: 2,
    message: expect.stringMatching(/1001.*35.*jane-gh.*34/),
  });
});

test('an id that is added to a login that is recorded already is looked up when the configuration is new', async () => {
  const wrong = config('identities: { 1001: { github: jane-gh, github-id: 35 } }\n');
  const known = new Map([['jane-gh', '34']]);
  await expect(resolveAccounts(wrong, { accounts: known }, hub(), true)).rejects.toMatchObject({
    code: 'identity-mismatch',
  });
  expect(await resolveAccounts(wrong, { accounts: known }, hub(), false)).toEqual({ accounts: [], warnings: [] });
});

test('a renamed person with a given id needs no login that exists', async () => {
  const renamed = config('identities: { 1002: { github: gone-gh, github-id: 35 } }\n');
  expect(await resolveAccounts(renamed, { accounts: new Map() }, hub(), true)).toEqual({ accounts: [], warnings: [] });
});
