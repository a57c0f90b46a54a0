import type { Input } from './input.ts';

/** What `audit` is limited to, beside the range. */
export const auditFilters = {
  timezone: {
    type: 'text',
    value: 'ZONE',
    description:
      "Time zone of days and of times without an offset, such as Europe/Berlin. Default: UTC for audit, the configuration's for report, evidence and diff. Exported times stay UTC.",
    commands: ['audit', 'report', 'evidence', 'diff', 'init'],
    meanings: {
      init: { value: 'ZONE', description: "The team's time zone, such as Europe/Berlin. Default: the one of Zendesk." },
    },
  },
  action: {
    type: 'list',
    value: 'ACTION',
    description: 'Export only entries with this action, such as update or destroy. Can be repeated.',
    commands: ['audit'],
  },
  'source-type': {
    type: 'list',
    value: 'TYPE',
    description: 'Export only entries about this source type, such as rule or user. Can be repeated.',
    commands: ['audit'],
  },
  'source-id': {
    type: 'list',
    value: 'ID',
    description: 'Export only entries about the object with this id. Can be repeated.',
    commands: ['audit'],
  },
  ip: {
    type: 'list',
    value: 'ADDRESS',
    description: 'Export only entries from this address or range, such as 203.0.113.0/24. Can be repeated.',
    commands: ['audit'],
  },
} as const satisfies Record<string, Input>;

/** What `audit` does instead of an export. */
export const auditTargets = {
  incremental: {
    type: 'path',
    value: 'FILE',
    description: 'Append what is new since the last call to FILE. The cursor is kept in FILE.cursor.json.',
    commands: ['audit'],
  },
  verify: {
    type: 'path',
    value: 'FILE',
    description:
      'Compare an earlier export with the live log; exit with 3 if rows are missing, doubled or different. Give the range and the filters of that export.',
    commands: ['audit'],
  },
  'mail-csv': {
    type: 'flag',
    description: 'Have Zendesk e-mail its own CSV to the user of the credentials. At most once a minute.',
    commands: ['audit'],
  },
} as const satisfies Record<string, Input>;
