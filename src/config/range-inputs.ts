import type { Input, Meaning } from './input.ts';

const rangeEnd: Meaning = {
  value: 'TIME',
  description:
    'End of the time range, inclusive, such as 2026-11-22 (that whole day) or 2026-11-22T10:12:13Z. Default: now.',
};

/** Only for `policy`, which is asked about the past. */
const policyStart: Meaning = {
  value: 'TIME',
  description: 'Only changes since then: a duration such as 90d, or a time such as 2026-11-22. Default: 90d.',
};

/** From when until when; `diff`, `restore` and `move` name a commit or a branch with the same words. */
export const rangeInputs = {
  from: {
    type: 'text',
    value: 'TIME',
    description:
      'Start of the time range, such as 2026-11-22 or 2026-11-22T10:12:13Z, or a duration before its end, such as 7d. Default: 30d; for policy 90d; for audit and backfill the whole log. For diff: earlier commit or time.',
    commands: ['audit', 'report', 'evidence', 'diff', 'policy replay', 'policy suggest', 'backfill'],
    meanings: {
      'policy replay': policyStart,
      'policy suggest': policyStart,
      backfill: {
        value: 'TIME',
        description:
          'Oldest edits to add: a time such as 2026-01-22 or 2026-01-22T10:12:13Z, or a duration before now, such as 365d. Default: all that Zendesk remembers.',
      },
      diff: {
        value: 'FROM',
        argument: 'one',
        description:
          'Earlier commit (at least 7 digits of its id), time such as 2026-11-22 or 2026-11-22T10:12:13Z, or duration before now, such as 7d.',
      },
      report: {
        value: 'TIME',
        description:
          'Start of the time range, such as 2026-11-22 or 2026-11-22T10:12:13Z, or a duration before its end, such as 7d. Default: 30d.',
      },
      evidence: {
        value: 'TIME',
        description:
          'Start of the period, such as 2026-10-01 or 2026-10-01T10:12:13Z, or a duration before its end, such as 90d. Required.',
      },
      audit: {
        value: 'TIME',
        description:
          'Start of the time range, such as 2026-11-22 or 2026-11-22T10:12:13Z, or a duration before its end, such as 7d. Default: the whole log.',
      },
    },
  },
  to: {
    type: 'text',
    value: 'COMMIT',
    description:
      'For restore: commit whose states to restore, as an id or at least its first 7 digits. For move: branch to move the history to. For audit, report and evidence: end of the time range, inclusive. For diff: commit or time to compare with. Default: now.',
    commands: ['restore', 'move', 'audit', 'report', 'evidence', 'diff'],
    meanings: {
      restore: {
        value: 'COMMIT',
        description: 'Commit whose states to restore: its id, or at least its first 7 digits.',
      },
      move: { value: 'BRANCH', description: 'Branch to move the history to.' },
      audit: rangeEnd,
      report: rangeEnd,
      evidence: rangeEnd,
      diff: {
        value: 'TO',
        argument: 'one',
        description: 'Later commit or time, in the same forms. Default: now.',
      },
    },
  },
} as const satisfies Record<string, Input>;
