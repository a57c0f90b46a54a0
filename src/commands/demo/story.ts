import type { ChangeFacts } from '#core/commit/commit-facts.ts';
import type { VerdictReason } from '#core/verdict.ts';
import { toVisible } from '#text.ts';
import type { IssueEvent, RecordedCommit } from './read-records.ts';
import type { Day, DemoStep } from './step.ts';

/** One line of the story, and how it is to be painted. The text holds nothing that a terminal obeys. */
export interface StoryLine {
  readonly tone: 'day' | 'event' | 'run' | 'commit' | 'approved' | 'unapproved' | 'issue' | 'note';
  readonly text: string;
}

const indent = ' '.repeat(9);

export const toDayLine = (day: Day): StoryLine => {
  const date = new Date(`${day.date}T12:00:00Z`);
  const words = date.toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
  return { tone: 'day', text: `${day.name} ${words}` };
};

export const toEventLine = (step: Exclude<DemoStep, { type: 'track' | 'triage' | 'backfill' }>): StoryLine => ({
  tone: 'event',
  text: `  ${step.at}  ${step.text}`,
});

/** What a run did: its answers to reviewers, its commits with their verdicts, then what became of the issues. */
export function toRunLines(
  start: string,
  answers: readonly string[],
  commits: readonly RecordedCommit[],
  issues: readonly IssueEvent[],
): readonly StoryLine[] {
  const quiet = answers.length === 0 && commits.length === 0 && issues.length === 0;
  return [
    { tone: 'run', text: `  ${start}${quiet ? ': nothing changed, no commit, no issue' : ''}` },
    ...answers.map((answer): StoryLine => ({ tone: 'note', text: toVisible(`${indent}${answer}`) })),
    ...commits.flatMap(toCommitLines),
    ...issues.map(toIssueLine),
  ];
}

function toCommitLines({ id, subject, facts }: RecordedCommit): readonly StoryLine[] {
  // Names and indexes follow nearly every change: they would be half of the story.
  if (facts?.type === 'names') return [];
  const head: StoryLine = { tone: 'commit', text: `${indent}${id.slice(0, 7)} ${toVisible(subject)}` };
  if (facts?.type !== 'change') return [head];
  const text = toVisible(`${indent}        ${facts.verdict.decision}: ${toReason(facts)} · ${toWho(facts)}`);
  return [head, { tone: facts.verdict.decision, text }];
}

const reasons: Readonly<Record<VerdictReason, (rule: string) => string>> = {
  'rule-matches': (rule) => `rule ${rule}`,
  'rule-denies': (rule) => `rule ${rule} forbids it`,
  'rule-covers-some': (rule) => `rule ${rule} covers only some edits`,
  default: () => 'by default',
  'no-rule-matches': () => 'no rule approves it',
  'no-audit-entry': () => 'no audit entry',
  'no-visible-change': () => 'nothing is different',
  'change-request': (rule) => `change request ${rule}`,
  revert: () => 'a revert',
};

const toReason = ({ verdict }: ChangeFacts): string => reasons[verdict.reason](verdict.rule ?? '');

/** Each person once; one alone with the address. */
function toWho({ entries }: ChangeFacts): string {
  const people = [...new Set(entries.map(({ actorName }) => actorName))];
  if (people.length === 0) return 'nobody is named';
  const from = people.length === 1 ? ` from ${entries[0]?.ip ?? 'no address'}` : '';
  return `${people.join(' and ')}${from}`;
}

function toIssueLine({ issue, what }: IssueEvent): StoryLine {
  const labels = issue.labels.filter(
    (label) => label.startsWith('risk:') || ['restored', 'rejected', 'change-request'].includes(label),
  );
  return {
    tone: 'issue',
    text: toVisible(`${indent}        issue #${issue.number} ${what} · ${labels.join(' · ')}`),
  };
}
