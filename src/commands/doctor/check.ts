import type { DoctorRun } from './doctor-run.ts';

/** What a check found. `todo` is for a person; a fault without one is nobody's to fix but time's. */
export type CheckFinding =
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
  readonly look: (run: DoctorRun) => Promise<CheckFinding>;
}

/** One line of the result; part of what `--json` prints. */
export interface CheckResult {
  readonly id: string;
  readonly title: string;
  readonly status: CheckFinding['status'];
  readonly finding: string;
  readonly hint: string | null;
  /** 2 = a person must act, 1 = a later run may find it well, 0 otherwise. */
  readonly exitCode: 0 | 1 | 2;
}

export const ok = (text: string): CheckFinding => ({ status: 'ok', text });
export const checkWarning = (text: string, hint: string): CheckFinding => ({ status: 'warning', text, hint });
export const checkFault = (text: string, hint: string): CheckFinding => ({ status: 'fault', text, hint });
export const skipped = (text: string): CheckFinding => ({ status: 'skipped', text });
