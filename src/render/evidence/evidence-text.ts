import { plainMarkdown } from '#render/escape/plain-markdown.ts';
import { type EvidenceResult, isComplete } from './evidence-result.ts';

/** For a terminal. */
export function renderEvidenceText(result: EvidenceResult, where: string): readonly string[] {
  const { completeness, verification, files, signed } = result;
  const { recorded, listed } = completeness;
  return [
    `${result.account}, ${result.from} to ${result.to}, ${where}`,
    `Changes: ${result.changes}, unapproved: ${result.unapproved}, undecided: ${result.undecided}`,
    listed === null
      ? `Audit entries: ${recorded} recorded. Zendesk was not asked: set its credentials to compare them`
      : `Audit entries: ${recorded} recorded, ${listed.entries} listed, ${listed.both} in both: ${isComplete(completeness) === true ? 'complete' : 'NOT complete'}`,
    `History: ${verification.sound ? 'intact' : `${verification.faults} faults`}. Zendesk ${asked(verification.remote)}, GitHub ${asked(verification.github)}`,
    `Files: ${files.length}, ${signed ? 'manifest signed' : 'manifest not signed'}`,
  ];
}

const asked = (was: boolean): string => (was ? 'asked' : 'not asked');

export const renderEvidenceSummary = (result: EvidenceResult, where: string): string =>
  [
    `### Evidence: ${plainMarkdown(result.account)}`,
    '',
    ...renderEvidenceText(result, where).map((line) => `- ${plainMarkdown(line)}`),
    '',
  ].join('\n');
