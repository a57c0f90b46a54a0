/** Who may decide (SEMANTICS section 8). Whatever is not said to be allowed is refused. */

/** Weakest first, as GitHub ranks them. */
export const permissionLevels = ['none', 'read', 'triage', 'write', 'maintain', 'admin'] as const;
export type PermissionLevel = (typeof permissionLevels)[number];

export interface Approvers {
  /** Least permission of who decides. */
  readonly permission: PermissionLevel;
  /** Where not empty, only these. */
  readonly logins: readonly string[];
  readonly outsideZendesk: readonly string[];
  readonly unmapped: 'allow' | 'deny';
}

/** Zendesk user id → GitHub login. */
export type Identities = ReadonlyMap<string, { readonly github: string | null }>;

export interface Commenter {
  readonly login: string;
  readonly bot: boolean;
  /** `unknown` = GitHub did not tell. */
  readonly permission: PermissionLevel | 'unknown';
}

export interface Actor {
  readonly id: string;
  readonly name: string;
}

/** What is decided about, as far as it matters who does. */
export type Question =
  /** Nothing gets the team's blessing by it. */
  | { readonly type: 'permission' }
  | {
      readonly type: 'four-eyes';
      /** Everybody who made the change, or will make it. */
      readonly actors: readonly Actor[];
      /** Some of it is by nobody known: an entry is missing. */
      readonly unattributed: boolean;
      /** Logins that ask for it themselves. */
      readonly askedBy: readonly string[];
    };

export type AccessRefusal =
  | { readonly reason: 'bot' | 'not-listed' | 'permission-unknown' | 'asked-by-self' }
  | { readonly reason: 'permission'; readonly has: PermissionLevel; readonly needs: PermissionLevel }
  /** `as` = the actor that the commenter is. */
  | { readonly reason: 'own-change'; readonly as: Actor }
  /** Nothing shows that these are not the commenter. */
  | { readonly reason: 'unmapped'; readonly actors: readonly Actor[] };

export type Access =
  | { readonly type: 'allowed'; readonly fourEyes: 'yes' | 'not-provable' }
  | { readonly type: 'refused'; readonly refusal: AccessRefusal };

/** Whether somebody may decide. Permission first, then four eyes: nobody approves what they did themselves. */
export function decideAccess(
  commenter: Commenter,
  question: Question,
  { approvers, identities }: { readonly approvers: Approvers; readonly identities: Identities },
): Access {
  const refusal = refusePermission(commenter, approvers);
  if (refusal !== null) return refused(refusal);
  if (question.type === 'permission') return { type: 'allowed', fourEyes: 'not-provable' };
  if (question.askedBy.some(isLogin(commenter.login))) return refused({ reason: 'asked-by-self' });
  return decideFourEyes(commenter, question, approvers, identities);
}

function refusePermission({ login, bot, permission }: Commenter, approvers: Approvers): AccessRefusal | null {
  const listed = approvers.logins.some(isLogin(login));
  if (bot && !listed) return { reason: 'bot' };
  if (approvers.logins.length > 0 && !listed) return { reason: 'not-listed' };
  if (permission === 'unknown') return { reason: 'permission-unknown' };
  const needs = approvers.permission;
  return rank(permission) >= rank(needs) ? null : { reason: 'permission', has: permission, needs };
}

const rank = (permission: PermissionLevel): number => permissionLevels.indexOf(permission);

function decideFourEyes(
  { login }: Commenter,
  { actors, unattributed }: Extract<Question, { readonly type: 'four-eyes' }>,
  approvers: Approvers,
  identities: Identities,
): Access {
  const loginOf = ({ id }: Actor) => identities.get(id)?.github ?? null;
  // Before any way to be allowed: of several Zendesk users that are one person, one is enough to be the author.
  const own = actors.find((actor) => isLogin(login)(loginOf(actor) ?? ''));
  if (own) return refused({ reason: 'own-change', as: own });
  const unmapped = actors.filter((actor) => loginOf(actor) === null);
  const isKnown = [...identities.values()].some(({ github }) => github !== null && isLogin(login)(github));
  const isOther = unmapped.length === 0 || isKnown || approvers.outsideZendesk.some(isLogin(login));
  // Where nobody is known to have done it there is no one else either: permission alone decides.
  if (isOther) return { type: 'allowed', fourEyes: unattributed ? 'not-provable' : 'yes' };
  return approvers.unmapped === 'allow'
    ? { type: 'allowed', fourEyes: 'not-provable' }
    : refused({ reason: 'unmapped', actors: unmapped });
}

/** GitHub's logins differ in no other way than by case. */
const isLogin =
  (login: string) =>
  (other: string): boolean =>
    login.toLowerCase() === other.toLowerCase();

const refused = (refusal: AccessRefusal): Access => ({ type: 'refused', refusal });
