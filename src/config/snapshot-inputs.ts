import type { Input } from './input.ts';

/** Inputs of the commands that read the snapshots of one commit. */
export const snapshotInputs = {
  ref: {
    type: 'text',
    value: 'REF',
    argument: 'one',
    description: 'What to look for, such as webhook/01H…, field/360…, tag/vip or group/360….',
    commands: ['uses'],
  },
  at: {
    type: 'text',
    value: 'COMMIT',
    description: 'Commit whose snapshots to read: its id, or at least its first 7 digits. Default: the newest.',
    commands: ['uses', 'compare'],
  },
  fail: {
    type: 'flag',
    description: 'Exit with code 4 if there is an error or a warning.',
    commands: ['lint'],
  },
  accounts: {
    type: 'list',
    value: 'ACCOUNT',
    argument: 'many',
    description: 'The two accounts to compare, as their folders below snapshots are called.',
    commands: ['compare'],
  },
} as const satisfies Record<string, Input>;
