import type { DoctorRun } from './doctor-run.ts';

/** What a check found. `todo` is for a person; a fault without one is nobody's to mend but time's. */
export type Finding =
  | { readonly status: 'ok'; readonly text: string }
  | { readonly status: 'warning' | 'fault'; readonly text: string; readonly hint: string }
  /** Nothing can be said: what it looks at is not there, or may not be seen. */
  | { readonly status: 'skipped'; readonly text: string };

/** One question about the surroundings of a run. */
export interface Check {
  readonly id: string;
  readonly title: string;
  /** Checks without whose success this one means nothing. */
  readonly needs: readonly string[];
  /** May throw: a `ZendriftError` becomes a fault, with its own words. */
  readonly look: (run: DoctorRun) => Promise<Finding>;
}

/** One line of the result; part of what `--json` prints. */
export interface CheckResult {
  readonly id: string;
  readonly title: string;
  readonly status: Finding['status'];
  readonly finding: string;
  readonly hint: string | null;
  /** 2 = a person must act, 1 = a later run may find it well, 0 otherwise. */
  readonly exitCode: 0 | 1 | 2;
}

export const ok = (text: string): Finding => ({ status: 'ok', text });
export const warning = (text: string, hint: string): Finding => ({ status: 'warning', text, hint });
export const fault = (text: string, hint: string): Finding => ({ status: 'fault', text, hint });
export const skipped = (text: string): Finding => ({ status: 'skipped', text });
