import type { Annotation } from '#commands/command.ts';
import { toPlainLine } from './plain-line.ts';

/** Lines that a runner of GitHub Actions obeys. https://docs.github.com/actions/reference/workflow-commands-for-github-actions */
const toData = (text: string): string =>
  text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A').replaceAll('##[', '## [');

/** Code points of a part of an annotation: its place on a page is small, and titles and names may be 64 KB. */
const limit = 1_000;

/** Any text as one line of an annotation. What is cut is never half an escape. */
function toLine(text: string): string {
  const points = Array.from(text.slice(0, limit * 2));
  return toPlainLine(points.length < limit && text.length < limit * 2 ? text : `${points.slice(0, limit).join('')}…`);
}

const toProperty = (text: string): string => toData(toLine(text)).replaceAll(':', '%3A').replaceAll(',', '%2C');

export const toMaskCommand = (secret: string): string => `::add-mask::${toData(secret)}`;

export const toAnnotationCommand = ({ level, title, message, hint, place }: Annotation): string => {
  const lines = [message, ...(hint === undefined ? [] : [hint])].map(toLine);
  const where = place === undefined ? '' : `file=${toProperty(place.file)},line=${place.line},`;
  return `::${level} ${where}title=${toProperty(title)}::${toData(lines.join('\n'))}`;
};

/** Between these two lines the runner obeys nothing: whatever a title holds is text. `token` must not be guessable. */
export const toStopCommand = (token: string): string => `::stop-commands::${token}`;
export const toResumeCommand = (token: string): string => `::${token}::`;

const mostAnnotations = 10;
const order: readonly Annotation['level'][] = ['error', 'warning', 'notice'];

/** Ten for a whole run, whatever they are about: errors first, then warnings. `left` = how many that leaves out. */
export function limitAnnotations(annotations: readonly Annotation[]): {
  readonly shown: readonly Annotation[];
  readonly left: number;
} {
  const sorted = order.flatMap((level) => annotations.filter((one) => one.level === level));
  const shown = sorted.slice(0, mostAnnotations);
  return { shown, left: sorted.length - shown.length };
}
