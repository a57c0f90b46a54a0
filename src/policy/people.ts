import type { OwnerRule } from './rule.ts';

/** Who the people are that a configuration names: GitHub accounts, compared by user id, whatever they are called now. */

/** A login of the configuration, and the account that had it when it was first seen; `id` null = never resolved. */
export interface Account {
  readonly login: string;
  readonly id: string | null;
}

export interface People {
  /** Zendesk user id → GitHub account. */
  readonly identities: ReadonlyMap<string, Account>;
  /** Where not empty, only these decide. */
  readonly listed: readonly Account[];
  readonly outsideZendesk: readonly Account[];
  readonly owners: readonly OwnerAccounts[];
}

/** An entry of `owners`, with the accounts of its logins. */
export interface OwnerAccounts extends OwnerRule {
  readonly accounts: readonly Account[];
}

/** What a configuration says about people. */
export interface NamedPeople {
  readonly identities: ReadonlyMap<string, { readonly github: string | null; readonly githubId: string | null }>;
  readonly approvers: { readonly logins: readonly string[]; readonly outsideZendesk: readonly string[] };
  readonly owners?: readonly OwnerRule[];
}

/** `accounts` = login in lower case → user id, as recorded; an id in the configuration wins. */
export function toPeople(
  { identities, approvers, owners = [] }: NamedPeople,
  accounts: ReadonlyMap<string, string>,
): People {
  const given = new Map(
    [...identities.values()].flatMap(({ github, githubId }) =>
      github !== null && githubId !== null ? [[github.toLowerCase(), githubId] as const] : [],
    ),
  );
  const toAccount = (login: string): Account => {
    const name = login.toLowerCase();
    return { login, id: given.get(name) ?? accounts.get(name) ?? null };
  };
  return {
    identities: new Map(
      [...identities].flatMap(([zendesk, { github }]) =>
        github === null ? [] : [[zendesk, toAccount(github)] as const],
      ),
    ),
    listed: approvers.logins.map(toAccount),
    outsideZendesk: approvers.outsideZendesk.map(toAccount),
    owners: owners.map((rule) => ({ ...rule, accounts: rule.logins.map(toAccount) })),
  };
}

/** Whether an account is this person. A login that was never resolved proves nothing. */
export const hasUserId =
  ({ id }: { readonly id: string }) =>
  (account: Account): boolean =>
    account.id !== null && account.id === id;

/** The same for a refusal, where an unresolved login is enough: nobody is let in by it. */
export const mayBeAccount =
  ({ id, login }: Account & { readonly id: string }) =>
  (account: Account): boolean =>
    account.id === null ? account.login.toLowerCase() === login.toLowerCase() : account.id === id;

/** Each once, whatever the case it is written in. */
export const distinctLogins = (logins: readonly string[]): readonly string[] => [
  ...new Map(logins.map((login) => [login.toLowerCase(), login])).values(),
];
