import type { BrokenReference } from './broken.ts';

/** References that are named one by one. */
const most = 5;

/** `trigger/7 "Relay" names webhook/01H…, which is deleted`: one line for each, then how many more. Titles are hostile. */
export function brokenLines(broken: readonly BrokenReference[]): readonly string[] {
  const lines = broken
    .slice(0, most)
    .map(
      ({ object, title, reference, problem }) =>
        `${object} "${title.slice(0, 80)}" names ${reference}, which is ${problem === 'deleted' ? 'deleted' : 'switched off'}`,
    );
  const rest = broken.length - lines.length;
  return rest > 0 ? [...lines, `and ${rest} more: "zendrift lint" lists all of them`] : lines;
}
