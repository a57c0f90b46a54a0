import type { Annotation } from '#commands/command.ts';

/** Lines that a runner of GitHub Actions obeys. https://docs.github.com/actions/reference/workflow-commands-for-github-actions */
const toData = (text: string): string =>
  text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A').replaceAll('##[', '## [');

const toProperty = (text: string): string => toData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');

export const toMaskCommand = (secret: string): string => `::add-mask::${toData(secret)}`;

export const toAnnotationCommand = ({ level, title, message }: Annotation): string =>
  `::${level} title=${toProperty(title)}::${toData(message)}`;

/** Between these two lines the runner obeys nothing: whatever a title holds is text. `token` must not be guessable. */
export const toStopCommand = (token: string): string => `::stop-commands::${token}`;
export const toResumeCommand = (token: string): string => `::${token}::`;

/** GitHub shows ten annotations of a level for each step. */
export function limitAnnotations(annotations: readonly Annotation[]): readonly Annotation[] {
  const count = { error: 0, warning: 0, notice: 0 };
  return annotations.filter(({ level }) => {
    count[level] += 1;
    return count[level] <= 10;
  });
}
