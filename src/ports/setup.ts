/** An admin or agent of the account. */
export interface TeamMember {
  readonly id: string;
  readonly name: string;
  readonly email: string | null;
}

/** What an audit entry says about who works on what. */
export interface ActivityEntry {
  readonly actorId: string;
  readonly actorName: string;
  readonly sourceType: string;
}

export type Surveyed<Item> =
  /** `whole` = false where there is more than anyone would wait for. */
  | { readonly type: 'read'; readonly items: readonly Item[]; readonly whole: boolean }
  /** `denied` = the account says no, and will again. */
  | { readonly type: 'refused'; readonly denied: boolean; readonly reason: string };

/** A GitHub user, as far as the token may see one. */
export interface Profile {
  readonly id: string;
  readonly login: string;
  readonly name: string | null;
  readonly email: string | null;
}
