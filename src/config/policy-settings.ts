import { type ExportSettings, parseFrom } from './export-settings.ts';
import type { InputName } from './inputs.ts';
import type { Refuse } from './problem.ts';

export const policyFormats = ['text', 'markdown', 'json'] as const;
export type PolicyFormat = (typeof policyFormats)[number];

/** What `policy` is asked for. */
export interface PolicySettings {
  /** Configuration file as given; null = the one of the checkout. */
  readonly file: string | null;
  /** Oldest changes to look at. */
  readonly from: ExportSettings['from'];
  readonly format: PolicyFormat;
}

const defaultSeconds = 90 * 86_400;

export function parsePolicy(read: (name: InputName) => string | null, refuse: Refuse): PolicySettings {
  const asked = read('format');
  const format = policyFormats.find((one) => one === asked);
  if (asked !== null && format === undefined) refuse('format', `one of ${policyFormats.join(', ')}`);
  return {
    file: read('file') ?? read('config'),
    from: parseFrom(read('from'), refuse, defaultSeconds),
    format: format ?? 'text',
  };
}
