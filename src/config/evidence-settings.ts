import { ZendriftError } from '#errors.ts';
import type { InputValues } from './inputs.ts';
import { mustBe, nameInput, type Surface } from './problem.ts';
import { parseReportSettings, type ReportSettings } from './report-settings.ts';

export interface EvidenceSettings {
  readonly from: NonNullable<ReportSettings['from']>;
  /** Null = now. */
  readonly to: string | null;
  readonly timezone: string;
  readonly output: string;
}

/** Throws one `settings-invalid` that names every problem. */
export function parseEvidenceSettings(
  given: InputValues,
  zone: string,
  surface: Surface = 'command-line',
): EvidenceSettings {
  const nameOf = (name: 'from' | 'output'): string => nameInput(name, surface, 'evidence');
  const { from, to, timezone, output } = parseReportSettings(
    Object.fromEntries(Object.entries(given).filter(([name]) => ['from', 'to', 'timezone', 'output'].includes(name))),
    zone,
    surface,
  );
  const problems = [
    ...(from === null ? [`${nameOf('from')} is not set: a period needs a start`] : []),
    ...(output === null ? [`${nameOf('output')} is not set: name a file that ends in .zip`] : []),
    ...(output !== null && !/\.zip$/i.test(output)
      ? [mustBe(nameOf('output'), 'a file that ends in .zip', output)]
      : []),
  ];
  if (from === null || output === null || problems.length > 0)
    throw new ZendriftError('settings-invalid', { problems: problems.join('; ') });
  return { from, to, timezone, output };
}
