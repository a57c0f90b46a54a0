import type { InputName } from './inputs.ts';
import type { Refuse, Surface } from './problem.ts';

/**
 * What a command cannot do without: `credentials`, an `account` (its subdomain), or `nothing` (then none is looked at).
 * `checkout` = a repository alone, whose account is looked for there if no subdomain is given.
 * `inspection` = as `credentials`, but what is wrong is for the command to report, in `problems`, and left null.
 */
export type Need = 'credentials' | 'account' | 'checkout' | 'nothing' | 'inspection';

/** Reads inputs and collects what is wrong with them. */
export interface Reader {
  readonly read: (name: InputName) => string | null;
  readonly problems: string[];
  readonly refuse: Refuse;
  /** The same, for problems that only some commands have. */
  readonly refuseInto: (problems: string[]) => Refuse;
  /** An input as the person knows it. */
  readonly nameOf: (name: InputName) => string;
  readonly surface: Surface;
}
