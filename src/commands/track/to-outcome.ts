import type { ZendriftError } from '#errors.ts';
import { type RunResult, unapprovedCommits } from '#report/run-result.ts';
import { renderRunSummary } from '#report/summary.ts';
import { renderRunText } from '#report/text.ts';
import { type Annotation, type CommandOutcome, type ExitCode, toExitCode } from '../command.ts';

interface OutcomeOptions {
  readonly failOnDrift: boolean;
  /** What was warned of while the run worked: a terminal and a log have it already. */
  readonly warned: readonly string[];
  readonly tolerated: boolean;
}

/** What the entries show of a run. `result` null = it failed before there was one. */
export function toOutcome(
  result: RunResult | null,
  failures: readonly ZendriftError[],
  { failOnDrift, warned, tolerated }: OutcomeOptions,
): CommandOutcome {
  const said = failures.map(({ message, hint }) => `${message} ${hint}`);
  const own = result && [...result.warnings, ...said];
  const whole = result && own && { ...result, warnings: [...new Set([...warned, ...own])] };
  const codes: ExitCode[] = failures.map(({ exitCode }) => exitCode);
  if (whole && (whole.unreadable.length > 0 || whole.braked.length > 0)) codes.push(1);
  if (whole && failOnDrift && whole.openEpisodes > 0) codes.push(4);
  const exitCode = toExitCode(codes);
  return {
    exitCode,
    tolerated: exitCode === 1 && tolerated,
    lines: whole && own ? renderRunText({ ...whole, warnings: own }) : said,
    json: whole ?? { version: 1, failure: said.join(' ') },
    summary: whole ? renderRunSummary(whole) : '',
    outputs: whole ? toOutputs(whole) : {},
    annotations: [...failures.map(toFailureAnnotation), ...(whole ? toAnnotations(whole) : [])],
  };
}

const toOutputs = (result: RunResult): CommandOutcome['outputs'] => ({
  commits: String(result.pushedCommits),
  changes: String(result.commits.filter(({ type }) => type !== 'none').length),
  unapproved: String(unapprovedCommits(result).length),
  'issues-opened': String(result.issues.opened.length),
  'issues-updated': String(result.issues.updated.length),
  'head-sha': result.headSha ?? '',
  'gap-seconds': result.gapSeconds === null ? '' : String(result.gapSeconds),
});

const toFailureAnnotation = ({ exitCode, message, hint }: ZendriftError): Annotation => ({
  level: exitCode === 1 ? 'warning' : 'error',
  title: exitCode === 1 ? 'The run could not finish' : 'Somebody must act',
  message: `${message} ${hint}`,
});

/** Error = a person must act, warning = something is missing for now, notice = drift. */
function toAnnotations(result: RunResult): readonly Annotation[] {
  const errors = result.braked.map(
    ({ kind, reason }): Annotation => ({ level: 'error', title: `Nothing of ${kind} was recorded`, message: reason }),
  );
  const warnings = [
    ...result.unreadable.map(({ object, reason }) => ({ title: `${object} could not be read`, message: reason })),
    ...result.warnings.map((message) => ({ title: 'Worth a look', message })),
  ].map((warning): Annotation => ({ level: 'warning', ...warning }));
  const notices = unapprovedCommits(result).map(({ subject, actors, time }): Annotation => {
    const who = actors.map(({ name }) => name).join(', ') || 'nobody known';
    return { level: 'notice', title: 'Unapproved change', message: `${subject}, ${who}, ${time}` };
  });
  return [...errors, ...warnings, ...notices];
}
