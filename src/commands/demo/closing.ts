import { pathOf } from '#core/state/history.ts';
import type { Issue } from '#sandbox/github/model/entities.ts';
import { toVisible } from '#text.ts';
import { type RecordedCommit, readDemoCommits } from './read-records.ts';
import type { Stage } from './stage.ts';

/** What is left of the week, for people and for scripts. */
export interface DemoClosing {
  readonly lines: readonly string[];
  readonly json: unknown;
}

const columns = '%h  %ad  %<(13,trunc)%an  %<(10)%(trailers:key=Verdict,valueonly,separator=%x2C)  %s';

/** `page` = file of the report. */
export async function readClosing(stage: Stage, page: string): Promise<DemoClosing> {
  const commits = await readDemoCommits(stage, null);
  const issues = stage.github.model.issues();
  const shown = findNotable(commits);
  const issue =
    issues.find(({ body }) => shown !== undefined && (body ?? '').includes(objectOf(shown) ?? ' ')) ?? issues[0];
  const { directory } = stage;
  const log = ['--graph', '--date=format-local:%a %d %b %H:%M', `--format=${columns}`];
  const lines = [
    ...toSection('The history, newest first', await stage.gitRemote('log', ...log, 'main')),
    ...(shown === undefined
      ? []
      : toSection(`One commit: git show ${shown.id.slice(0, 7)}`, await readOne(stage, shown))),
    ...toSection('The issues', issues.length === 0 ? 'none' : issues.map(toIssueRow).join('\n')),
    ...(issue === undefined ? [] : toSection(`Issue #${issue.number}, as it was written`, foldDiff(issue.body ?? ''))),
    ...toSection('Look around', `git -C ${directory} log -p\ngit -C ${directory} log --stat --author="Jane Doe"`),
    ...toSection('The report of the week, for a browser', page),
  ];
  return {
    lines,
    json: {
      directory,
      report: page,
      commits: commits.map(toCommitJson),
      issues: issues.map(toIssueJson(stage.github.serverUrl)),
    },
  };
}

const toSection = (title: string, text: string): readonly string[] => [
  '',
  title,
  '─'.repeat(title.length),
  ...text.trimEnd().split('\n').map(toVisible),
];

/** The diff has just been shown with the commit; GitHub folds it, too. */
const foldDiff = (body: string): string =>
  body.replace(/(<details><summary>[^<]*<\/summary>)[\s\S]*?(<\/details>)/, '$1 … $2');

const objectOf = ({ facts }: RecordedCommit): string | undefined =>
  facts?.type === 'change' ? facts.object : undefined;

/** The commit that says most about the tool: an edit of high risk by someone known. */
const findNotable = (commits: readonly RecordedCommit[]): RecordedCommit | undefined =>
  commits.find(({ facts }) => facts?.type === 'change' && facts.risk?.level === 'high' && facts.entries.length > 0) ??
  commits.find(({ facts }) => facts?.type === 'change' && facts.verdict.decision === 'unapproved');

function readOne(stage: Stage, commit: RecordedCommit): Promise<string> {
  const { facts } = commit;
  // The index and the names belong to the push, not to the change: they are left to `git log -p`.
  const paths = facts?.type === 'change' ? [pathOf(facts.account, facts.object) ?? '.'] : ['.'];
  return stage.gitRemote('show', '--format=fuller', '--date=iso-local', commit.id, '--', ...paths);
}

const toIssueRow = ({ number, state, stateReason, title, labels }: Issue): string =>
  `#${number}  ${(state === 'open' ? 'open' : (stateReason ?? 'closed')).padEnd(11)}  ${title}\n${' '.repeat(17)}${labels.join(' · ')}`;

function toCommitJson({ id, subject, facts }: RecordedCommit): unknown {
  if (facts?.type !== 'change') return { id, subject };
  const { object, verdict, attribution, entries } = facts;
  const actors = [...new Set(entries.map(({ actorName }) => actorName))];
  return { id, subject, object, verdict: verdict.decision, reason: verdict.reason, attribution, actors };
}

const toIssueJson =
  (serverUrl: string) =>
  ({ number, state, stateReason, title, labels }: Issue): unknown => ({
    number,
    state,
    stateReason,
    title,
    labels,
    url: `${serverUrl}/acme/zendesk-config/issues/${number}`,
  });
