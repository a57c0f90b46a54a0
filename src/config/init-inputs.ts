import type { Input } from './input.ts';

/** What answers the questions of `init` in advance. */
export const initInputs = {
  yes: {
    type: 'flag',
    description: 'Ask nothing and take every default.',
    commands: ['init'],
    only: 'cli',
  },
  subdomain: {
    type: 'text',
    value: 'NAME',
    description: 'First part of https://SUBDOMAIN.zendesk.com. Default: ZENDESK_SUBDOMAIN.',
    commands: ['init'],
    only: 'cli',
  },
  'new-signing-key': {
    type: 'text',
    value: 'FILE',
    description: 'Make a key that signs the commits, and write its private half to this file, outside the clone.',
    commands: ['init'],
    only: 'cli',
  },
  'no-pull-request': {
    type: 'flag',
    description: 'Leave the files in the work tree; push nothing.',
    commands: ['init'],
    only: 'cli',
  },
} as const satisfies Record<string, Input>;
