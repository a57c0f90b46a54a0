import type { Input } from './input.ts';

/** Which objects a command is about. */
export const objectInputs = {
  object: {
    type: 'list',
    value: 'KIND/ID',
    description:
      'For show: object, by kind and id such as trigger/360000000041, by its title, or the order of a kind, such as trigger/order. For report: only changes of this object. Can be repeated.',
    commands: ['show', 'report'],
    meanings: {
      show: {
        type: 'text',
        value: 'OBJECT',
        argument: 'one',
        description:
          'Object: KIND/ID such as trigger/360000000041, its title, or the order of a kind, such as trigger/order.',
      },
      report: { value: 'KIND/ID', description: 'Report only changes of this object. Can be repeated.' },
    },
  },
  kind: {
    type: 'list',
    value: 'KIND',
    description:
      'For list: kind to list, such as trigger; all of them without it. For report: only changes of this kind. Can be repeated.',
    commands: ['list', 'report'],
    meanings: {
      list: {
        type: 'text',
        value: 'KIND',
        argument: 'one',
        description: 'Kind to list, such as trigger. Default: all.',
      },
      report: { value: 'KIND', description: 'Report only changes of this kind, such as trigger. Can be repeated.' },
    },
  },
} as const satisfies Record<string, Input>;

/** What `report` is limited to, beside the range, and where it reads. */
export const reportInputs = {
  verdict: {
    type: 'list',
    value: 'VERDICT',
    description:
      'Report only changes with this verdict: approved, unapproved, or none for those from before the baseline. Can be repeated.',
    commands: ['report'],
  },
  risk: {
    type: 'list',
    value: 'LEVEL',
    description: 'Report only changes of this risk: low, medium or high. Can be repeated.',
    commands: ['report'],
  },
  around: {
    type: 'text',
    value: 'TIME',
    description: 'Report what was changed shortly before this time, such as 2026-11-20T14:00Z, nearest first.',
    commands: ['report'],
  },
  window: {
    type: 'text',
    value: 'DURATION',
    description: 'How long before the time of "around", such as 30m. Default: 2h.',
    commands: ['report'],
  },
  input: {
    type: 'path',
    value: 'FILE',
    description:
      'Report from this file instead of git: an export of zendrift audit (CSV, JSON Lines or JSON), or the CSV that Zendesk e-mails.',
    commands: ['report'],
  },
} as const satisfies Record<string, Input>;
