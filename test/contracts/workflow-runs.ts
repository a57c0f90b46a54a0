import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { data, Evaluator, Lexer, Parser } from '@actions/expressions';
import { onTestFinished } from 'vitest';
import { type Definition, type Fields, list } from './workflow-files.ts';

/** What a run of a workflow knows: `github`, `inputs`, `needs` and the like. */
export type Contexts = Readonly<Record<string, unknown>>;

export interface Ended {
  readonly result: 'success' | 'failure' | 'skipped';
  readonly outputs?: Readonly<Record<string, string>>;
}

const contextNames = ['github', 'inputs', 'needs', 'secrets', 'steps', 'vars'];

/** Evaluates an expression as GitHub does; `failed` = what `failure()` answers. */
export function evaluate(expression: string, contexts: Contexts, failed = false): data.ExpressionData {
  const inner = /^\$\{\{([\s\S]*)\}\}$/.exec(expression.trim())?.[1] ?? expression;
  const status = [
    { name: 'failure', minArgs: 0, maxArgs: 0, call: () => new data.BooleanData(failed) },
    { name: 'success', minArgs: 0, maxArgs: 0, call: () => new data.BooleanData(!failed) },
  ];
  const parsed = new Parser(new Lexer(inner).lex().tokens, contextNames, status).parse();
  const known: data.Dictionary = JSON.parse(JSON.stringify(contexts), data.reviver);
  return new Evaluator(parsed, known, new Map(status.map((one) => [one.name, one]))).evaluate();
}

/** Fills in every `${{ … }}` of a text. */
export const fillIn = (text: string, contexts: Contexts): string =>
  text.replaceAll(/\$\{\{[\s\S]*?\}\}/g, (expression) => evaluate(expression, contexts).coerceString());

const isTrue = (value: data.ExpressionData): boolean => !['', '0', 'false'].includes(value.coerceString());

/** Names of the jobs that a run starts, given how those before them end (well, where nothing is said). */
export function jobsThatRun(
  { jobs }: Definition,
  contexts: Contexts,
  endings: Readonly<Record<string, Ended>> = {},
): readonly string[] {
  const ended: Record<string, Ended> = {};
  for (const [name, job] of jobs) {
    const before = typeof job['needs'] === 'string' ? [job['needs']] : list(job['needs']).map(String);
    const needs = Object.fromEntries(before.map((one) => [one, ended[one] ?? { result: 'skipped' }]));
    const results = Object.values(needs).map(({ result }) => result);
    const condition = String(job['if'] ?? 'success()');
    // Without a word about the outcome of what it needs, a job starts only where all of that ended well.
    const starts = /\b(?:always|failure|cancelled)\(\)/.test(condition) || results.every((one) => one === 'success');
    const failed = results.includes('failure');
    ended[name] =
      starts && isTrue(evaluate(condition, { ...contexts, needs }, failed))
        ? (endings[name] ?? { result: 'success' })
        : { result: 'skipped' };
  }
  return Object.entries(ended).flatMap(([name, { result }]) => (result === 'skipped' ? [] : [name]));
}

export interface GitHubAnswers {
  /** JSON that a GET is answered with, or the refusal that `gh` prints. */
  readonly get: { readonly body: unknown } | { readonly refusal: string };
  /** JSON that a POST is answered with. */
  readonly post?: unknown;
}

export interface ScriptResult {
  readonly code: number;
  readonly output: string;
  readonly summary: string;
  /** Arguments of each call of `gh`, one a line. */
  readonly calls: readonly (readonly string[])[];
}

/** Stands for `gh api`: answers what it was told to, through the very filter that it was given. */
const fakeGh = `#!/usr/bin/env bash
printf '%s\\x1f' "$@" >> "$CALLS"; printf '\\n' >> "$CALLS"
answer=get
while [ $# -gt 0 ]; do
  case "$1" in -f) answer=post ;; --jq) filter="$2" ;; esac
  shift
done
if [ "$answer" = get ] && [ -n "$REFUSAL" ]; then echo "$REFUSAL" >&2; exit 1; fi
jq --raw-output "$filter" "$ANSWERS/$answer"
`;

/** Runs the script of a step as a runner does. */
export function runScript(step: Fields, env: Readonly<Record<string, string>>, answers?: GitHubAnswers): ScriptResult {
  const folder = mkdtempSync(join(tmpdir(), 'zendrift-step-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const at = (name: string): string => join(folder, name);
  for (const name of ['output', 'summary', 'calls']) writeFileSync(at(name), '');
  writeFileSync(at('gh'), fakeGh);
  chmodSync(at('gh'), 0o755);
  const get = answers?.get ?? { body: null };
  writeFileSync(at('get'), JSON.stringify('body' in get ? get.body : null));
  writeFileSync(at('post'), JSON.stringify(answers?.post ?? null));
  const code = run(['-e', '-o', 'pipefail', '-c', String(step['run'])], {
    ...env,
    PATH: `${folder}:${process.env['PATH']}`,
    GITHUB_OUTPUT: at('output'),
    GITHUB_STEP_SUMMARY: at('summary'),
    RUNNER_TEMP: folder,
    CALLS: at('calls'),
    ANSWERS: folder,
    REFUSAL: 'refusal' in get ? get.refusal : '',
  });
  const text = (name: string): string => (existsSync(at(name)) ? readFileSync(at(name), 'utf8') : '');
  const calls = text('calls')
    .split('\x1f\n')
    .filter((line) => line !== '')
    .map((line) => line.split('\x1f'));
  return { code, output: text('output'), summary: text('summary'), calls };
}

function run(args: readonly string[], env: Readonly<Record<string, string | undefined>>): number {
  try {
    execFileSync('bash', args, { env: { ...env }, stdio: 'pipe' });
    return 0;
  } catch (error) {
    return error instanceof Error && 'status' in error ? Number(error.status) : -1;
  }
}
