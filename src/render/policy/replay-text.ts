import { plural } from '#core/describe/phrases.ts';
import { codeSpan } from '#render/escape/code-span.ts';
import { plainMarkdown } from '#render/escape/plain-markdown.ts';
import { clip, toVisible } from '#text.ts';
import type { PolicyReplayResult, ShownDifference } from './policy-result.ts';

/** Changes that one rule would judge differently. */
interface Group {
  readonly would: ShownDifference['would'];
  readonly rule: string | null;
  readonly changes: readonly ShownDifference[];
}

const mostShown = { text: 20, markdown: 20, groups: 20 };

/** For a terminal: by rule, most changes first. */
export function renderReplayText(
  file: string,
  result: PolicyReplayResult,
  shown: readonly ShownDifference[],
): readonly string[] {
  const groups = groupByRule(shown);
  return [
    headline(file, result),
    ...groups.flatMap((group) => [
      `${plural(group.changes.length, 'change')} would be ${group.would} by ${nameRule(group.rule)}${reviewWords(group)}`,
      ...group.changes.slice(0, mostShown.text).map((change) => `  ${changeWords(change)}`),
      ...restOf(group, mostShown.text).map((line) => `  ${line}`),
    ]),
    ...notReplayedWords(result),
  ].map((line) => clip(toVisible(line), 500));
}

/** For a comment in a pull request. */
export function renderReplayMarkdown(
  file: string,
  result: PolicyReplayResult,
  shown: readonly ShownDifference[],
): string {
  const groups = groupByRule(shown);
  return [
    `### Policy replay: ${differenceWords(result)}`,
    '',
    plainMarkdown(headline(file, result)),
    '',
    ...groups
      .slice(0, mostShown.groups)
      .flatMap((group) => [
        `**${plural(group.changes.length, 'change')} would be ${group.would}** by ${group.rule === null ? 'policy.default' : codeSpan(group.rule)}${plainMarkdown(reviewWords(group))}`,
        '',
        ...group.changes.slice(0, mostShown.markdown).map((change) => `- ${changeMarkdown(change)}`),
        ...restOf(group, mostShown.markdown).map((line) => `- ${line}`),
        '',
      ]),
    ...(groups.length > mostShown.groups ? [`${groups.length - mostShown.groups} more rules are not shown.`, ''] : []),
    ...notReplayedWords(result).flatMap((line) => [plainMarkdown(line), '']),
  ].join('\n');
}

const headline = (file: string, result: PolicyReplayResult): string =>
  `${plural(result.changes, 'change')} from ${result.from} to ${result.to} judged again with ${file}: ${differenceWords(result)}.`;

const differenceWords = ({ different }: PolicyReplayResult): string =>
  different.length === 0 ? 'every verdict stays the same' : `${plural(different.length, 'verdict')} would change`;

const nameRule = (rule: string | null): string => (rule === null ? 'policy.default' : `"${rule}"`);

function groupByRule(shown: readonly ShownDifference[]): readonly Group[] {
  const groups = new Map<string, ShownDifference[]>();
  for (const one of shown) {
    const key = `${one.would} ${one.rule ?? ''}`;
    const known = groups.get(key);
    if (known) known.push(one);
    else groups.set(key, [one]);
  }
  return [...groups.values()]
    .flatMap((changes) => {
      const [first] = changes;
      return first === undefined ? [] : [{ would: first.would, rule: first.rule, changes }];
    })
    .sort((a, b) => b.changes.length - a.changes.length);
}

/** What reviewers thought of changes that nobody would be asked about any more. */
function reviewWords({ would, changes }: Group): string {
  if (would === 'unapproved') return '';
  const count = (review: ShownDifference['review']) => changes.filter((one) => one.review === review).length;
  const words = (['approved', 'rejected', 'reverted'] as const)
    .filter((review) => count(review) > 0)
    .map((review) => `${review} ${count(review)}`);
  return words.length === 0 ? '' : ` (reviewers ${words.join(', ')} of them)`;
}

const who = ({ people }: ShownDifference): string => (people.length === 0 ? 'unknown' : people.slice(0, 3).join(', '));

const changeWords = (one: ShownDifference): string =>
  `${one.commit.slice(0, 7)} ${one.object}${one.title === null ? '' : ` "${clip(one.title, 80)}"`}, ${who(one)}, ${one.time}${refusedWords(one)}`;

const changeMarkdown = (one: ShownDifference): string =>
  `${codeSpan(one.commit.slice(0, 7))} ${codeSpan(one.object)}${one.title === null ? '' : ` ${codeSpan(one.title, 80)}`}, ${codeSpan(who(one), 80)}, ${one.time}${refusedWords(one)}`;

const refusedWords = ({ would, review }: ShownDifference): string =>
  would === 'approved' && (review === 'rejected' || review === 'reverted') ? `, ${review} by a reviewer` : '';

const restOf = ({ changes }: Group, shown: number): readonly string[] =>
  changes.length > shown ? [`${plural(changes.length - shown, 'more change')}`] : [];

const notReplayedWords = ({ notReplayed }: PolicyReplayResult): readonly string[] =>
  notReplayed.map(({ reason, changes }) => `${plural(changes, 'change')} can't be judged again: ${reason}.`);
