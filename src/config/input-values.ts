import { kindNames } from '#kinds/registry.ts';
import { auditFormats } from './audit-settings.ts';
import type { InputName } from './inputs.ts';
import { policyFormats } from './policy-settings.ts';
import { reportFormats } from './report-settings.ts';

const few: Readonly<Partial<Record<InputName, readonly string[]>>> = {
  kind: kindNames,
  'accept-vanished': kindNames,
  commands: ['all', 'decide', 'revert'],
  verdict: ['approved', 'unapproved'],
  risk: ['low', 'medium', 'high'],
};

/** The values that an input of a command can have, where they are few; else none. */
export function valuesOf(command: string, name: InputName): readonly string[] {
  if (name !== 'format') return few[name] ?? [];
  if (command.startsWith('policy ')) return policyFormats;
  return command === 'audit' ? auditFormats : reportFormats;
}
