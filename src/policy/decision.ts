import { hasUserId, mayBeAccount, type OwnerAccounts, type People } from './people.ts';

/** Who may decide. Whatever is not said to be allowed is refused. */

/** Weakest first, as GitHub ranks them. */
export const permissionLevels = ['none', 'read', 'triage', 'write', 'maintain', 'admin'] as const;
export type PermissionLevel = (typeof permissionLevels)[number];

export interface Approvers {
  /** Least permission of who decides. */
  readonly permission: PermissionLevel;
  readonly unmapped: 'allow' | 'deny';
}

export interface Commenter {
  readonly login: string;
  /** GitHub user id. */
  readonly id: string;
  readonly bot: boolean;
  /** `unknown` = GitHub did not say. */
  readonly permission: PermissionLevel | 'unknown';
}

export interface Actor {
  readonly id: string;
  readonly name: string;
}

/** What is decided about, as far as it matters who does. */
export type Question =
  /** It approves nothing. */
  | { readonly type: 'permission' }
  | {
      readonly type: 'four-eyes';
      /** Everybody who made the change, or will make it. */
      readonly actors: readonly Actor[];
      /** Some of it has an unknown author: an entry is missing. */
      readonly unattributed: boolean;
      /** GitHub user ids of those who ask for it themselves. */
      readonly askedBy: readonly string[];
    };

export type AccessRefusal =
  | { readonly reason: 'bot' | 'not-listed' | 'permission-unknown' | 'asked-by-self' }
  | { readonly reason: 'permission'; readonly has: PermissionLevel; readonly needs: PermissionLevel }
  /** Only these logins approve changes of the object. */
  | { readonly reason: 'not-owner'; readonly owners: readonly string[] }
  /** `as` = the actor that the commenter is. */
  | { readonly reason: 'own-change'; readonly as: Actor }
  /** Nothing shows that these are not the commenter. */
  | { readonly reason: 'unmapped'; readonly actors: readonly Actor[] };

export type Access =
  | { readonly type: 'allowed'; readonly fourEyes: 'yes' | 'not-provable' }
  | { readonly type: 'refused'; readonly refusal: AccessRefusal };

/** Everybody who has a part in one of these changes, each once: nobody approves what they did, in any change of it. */
export function actorsOf(
  changes: readonly { readonly entries: readonly { readonly actorId: string; readonly actorName: string }[] }[],
): readonly Actor[] {
  const actors = new Map<string, Actor>();
  for (const { actorId, actorName } of changes.flatMap(({ entries }) => entries)) {
    actors.set(actorId, { id: actorId, name: actorName });
  }
  return [...actors.values()];
}

/** Zendesk user id → login of the configuration. */
type Logins = ReadonlyMap<string, { readonly github: string | null }>;

/** The logins that are refused because they made the change, whatever else they may: what an issue shows and what counts. */
export const refusedApprovers = (actors: readonly Actor[], identities: Logins): readonly string[] => [
  ...new Set(actors.flatMap((actor) => loginOf(actor, identities) ?? [])),
];

const loginOf = ({ id }: Actor, identities: Logins): string | null => identities.get(id)?.github ?? null;

/** By which rules someone may decide. */
export interface AccessRules {
  readonly approvers: Approvers;
  readonly people: People;
  /** The entries of `owners` for the objects that are decided about, one for each object; null = nobody owns it. */
  readonly owners?: readonly (OwnerAccounts | null)[];
}

/**
 * Whether someone may decide. Permission first, then four eyes: nobody approves what they did themselves. Owners who may
 * approve need no entry among the approvers; someone who decides about several objects has to own each of them.
 */
export function decideAccess(commenter: Commenter, question: Question, rules: AccessRules): Access {
  const { approvers, people, owners = [] } = rules;
  const refusal = refusePermission(commenter, approvers, people, owners);
  if (refusal !== null) return refused(refusal);
  if (question.type === 'permission') return { type: 'allowed', fourEyes: 'not-provable' };
  if (question.askedBy.includes(commenter.id)) return refused({ reason: 'asked-by-self' });
  // Before any way to be allowed.
  const own = findOwnChange(commenter, question.actors, people);
  if (own) return refused({ reason: 'own-change', as: own });
  const others = owners.find((one) => one?.approve === 'only' && !isOwner(commenter, one));
  if (others) return refused({ reason: 'not-owner', owners: others.logins });
  return decideFourEyes(commenter, question, approvers, people);
}

export const isOwner = (person: Pick<Commenter, 'id'>, owners: OwnerAccounts | null): boolean =>
  owners?.accounts.some(hasUserId(person)) ?? false;

function refusePermission(
  commenter: Commenter,
  approvers: Approvers,
  people: People,
  owners: readonly (OwnerAccounts | null)[],
): AccessRefusal | null {
  const { bot, permission } = commenter;
  const mayAsOwner = owners.length > 0 && owners.every((one) => one?.approve !== 'no' && isOwner(commenter, one));
  const listed = mayAsOwner || people.listed.some(hasUserId(commenter));
  if (bot && !listed) return { reason: 'bot' };
  if (people.listed.length > 0 && !listed) return { reason: 'not-listed' };
  if (permission === 'unknown') return { reason: 'permission-unknown' };
  const needs = approvers.permission;
  return rank(permission) >= rank(needs) ? null : { reason: 'permission', has: permission, needs };
}

const rank = (permission: PermissionLevel): number => permissionLevels.indexOf(permission);

function decideFourEyes(
  commenter: Commenter,
  { actors, unattributed }: Extract<Question, { readonly type: 'four-eyes' }>,
  approvers: Approvers,
  people: People,
): Access {
  const accountOf = ({ id }: Actor) => people.identities.get(id);
  const unmapped = actors.filter((actor) => (accountOf(actor)?.id ?? null) === null);
  const isKnown = [...people.identities.values()].some(hasUserId(commenter));
  const isOther = unmapped.length === 0 || isKnown || people.outsideZendesk.some(hasUserId(commenter));
  // Where nobody is known to have done it there is no one else either: permission alone decides.
  if (isOther) return { type: 'allowed', fourEyes: unattributed ? 'not-provable' : 'yes' };
  return approvers.unmapped === 'allow'
    ? { type: 'allowed', fourEyes: 'not-provable' }
    : refused({ reason: 'unmapped', actors: unmapped });
}

/** The actor that someone is: of several Zendesk users that are one person, one is enough to be the author. */
export const findOwnChange = (
  person: Pick<Commenter, 'login' | 'id'>,
  actors: readonly Actor[],
  { identities }: Pick<People, 'identities'>,
): Actor | undefined =>
  actors.find(({ id }) => {
    const account = identities.get(id);
    return account !== undefined && mayBeAccount(person)(account);
  });

const refused = (refusal: AccessRefusal): Access => ({ type: 'refused', refusal });
