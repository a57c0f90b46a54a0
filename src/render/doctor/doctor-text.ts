import type { CheckResult } from '#commands/doctor/check.ts';
import type { Lack, TrustReport } from '#commands/doctor/trust-level.ts';
import { plainMarkdown } from '#render/escape/plain-markdown.ts';

type Status = CheckResult['status'];

const marks: Readonly<Record<Status, string>> = { ok: '✅', warning: '⚠️', fault: '❌', skipped: '➖' };

/** One line a check, what to do below it, the trust level, the verdict last. */
export function renderDoctorText(results: readonly CheckResult[], trust: TrustReport): readonly string[] {
  const width = Math.max(...results.map(({ title }) => title.length));
  return [
    ...results.flatMap(({ title, status, finding, hint }) => [
      `${status.padEnd(7)}  ${title.padEnd(width)}  ${finding}`,
      ...(hint === null ? [] : [`${' '.repeat(9)}${'hint:'.padStart(width)}  ${hint}`]),
    ]),
    `Trust level: ${trust.level}.${toNext(trust)}`,
    ...trust.missing.flatMap(({ finding, hint }) => [`  - ${finding}`, `    hint: ${hint}`]),
    verdictOf(results),
  ];
}

const toNext = ({ next, missing }: TrustReport): string =>
  next === null ? '' : ` For "${next}", ${missing.length} ${missing.length === 1 ? 'thing is' : 'things are'} missing:`;

/** The job summary: the verdict, what a person must do, then every check. Findings hold words from outside. */
export function renderDoctorSummary(results: readonly CheckResult[], trust: TrustReport): string {
  const open = results.filter(({ hint }) => hint !== null);
  return [
    '## zendrift doctor',
    '',
    `**${verdictOf(results)}**`,
    '',
    ...open.map(({ title, status, hint }) => `- ${marks[status]} ${cell(title)}: ${cell(hint ?? '')}`),
    ...(open.length === 0 ? [] : ['']),
    `**Trust level: ${trust.level}.**${toNext(trust)}`,
    '',
    ...trust.missing.map(toItem),
    ...(trust.missing.length === 0 ? [] : ['']),
    '| | check | finding |',
    '|---|---|---|',
    ...results.map(({ title, status, finding }) => `| ${marks[status]} | ${cell(title)} | ${cell(finding)} |`),
    '',
  ].join('\n');
}

const toItem = ({ finding, hint, seen }: Lack): string => `- ${seen ? '⬜' : '❔'} ${cell(finding)}. ${cell(hint)}`;

const cell = (text: string): string => plainMarkdown(text);

function verdictOf(results: readonly CheckResult[]): string {
  const count = (status: Status): number => results.filter((one) => one.status === status).length;
  const [faults, warnings] = [count('fault'), count('warning')];
  if (faults === 0 && warnings === 0) return 'All is well.';
  const words = (number: number, word: string): string => `${number} ${word}${number === 1 ? '' : 's'}`;
  return faults === 0
    ? `It works; ${words(warnings, 'warning')}.`
    : `${words(faults, 'fault')}, ${words(warnings, 'warning')}.`;
}
