import { randomUUID } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import type { Annotation, ExitCode } from '#commands/command.ts';
import { type InputValues, inputList, inputs, toActionVariable } from '#config/inputs.ts';
import { listSecrets } from '#config/settings.ts';
import type { Progress } from '#ports.ts';
import { renderFailureSummary } from '#render/failure-summary.ts';
import { isCommand, type Loaders, listCommands } from './commands.ts';
import { type Failure, toFailure } from './failure.ts';
import { createMask, toMaskedForms } from './mask.ts';
import { openOutput } from './output.ts';
import { toPlainLine } from './plain-line.ts';
import { listProxySecrets } from './proxy.ts';
import { toResultOutput } from './result-json.ts';
import { type Ending, runCommand } from './run-command.ts';
import { toOutputEntry, toSummary } from './runner-file.ts';
import { openSignals } from './signals.ts';
import {
  limitAnnotations,
  toAnnotationCommand,
  toMaskCommand,
  toResumeCommand,
  toStopCommand,
} from './workflow-command.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** A step of GitHub Actions: inputs in, outputs, summary and annotations out. Touches the process in the CLI's place. */
export async function runAction(loaders: Loaders): Promise<void> {
  const { env, stdout } = process;
  const values = parseInputs(env);
  const secrets = [...listSecrets(values, env), ...listProxySecrets(env)];
  const mask = createMask(secrets);
  // The masks themselves must reach the runner as they are; all else goes through the mask.
  const commands = openOutput(stdout, (text) => text);
  const out = openOutput(stdout, mask);
  const token = randomUUID();
  for (const form of toMaskedForms(secrets)) commands.line(toMaskCommand(form));
  commands.line(toStopCommand(token));
  const print = (text: string): void => out.line(toPlainLine(text));
  const verbose = values.verbose?.toLowerCase() === 'true' || env['RUNNER_DEBUG'] === '1';
  const progress: Progress = {
    stage: print,
    warn: ({ message }) => print(`warning: ${message}`),
    detail: (text) => {
      if (verbose) print(text);
    },
  };
  const signal = openSignals((code) => process.exit(code));
  const finish = async (ending: Ending): Promise<void> => {
    for (const line of toLines(ending, verbose)) print(line);
    const { shown, left } = limitAnnotations(toAnnotations(ending));
    if (left > 0) print(`${left} more annotations are not shown. See the lines above.`);
    commands.line(toResumeCommand(token));
    for (const annotation of shown) out.line(toAnnotationCommand(annotation));
    writeFiles(ending, { env, mask, token, command: toCommandName(values) });
    await out.flush();
    process.exit(toCode(ending));
  };
  process.once('uncaughtException', (error) => void finish({ type: 'failure', failure: toFailure(error) }));
  await finish(await start(env, { loaders, values, progress, signal }));
}

// A run that a later one can finish is a warning until `alert-after`: people learn to ignore red jobs that they can't fix.
const toCode = (ending: Ending): ExitCode => {
  if (ending.type === 'failure') return ending.failure.exitCode;
  return ending.outcome.tolerated === true ? 0 : ending.outcome.exitCode;
};

/** `INPUT_DRY-RUN` and the like; '' stands for an input that is not given. */
const parseInputs = (environment: Environment): InputValues =>
  Object.fromEntries(
    inputList.flatMap(([name, input]) => {
      const value = environment[toActionVariable(name)];
      return value === undefined || value.trim() === '' || input.only === 'cli' ? [] : [[name, value]];
    }),
  );

function start(
  env: Environment,
  launch: Omit<Parameters<typeof runCommand>[0], 'spec' | 'environment' | 'surface'>,
): Promise<Ending> {
  const name = toCommandName(launch.values);
  const known = listCommands(launch.loaders);
  const spec = known.find((command) => command.name === name);
  if (spec !== undefined) return runCommand({ ...launch, spec, surface: 'action', environment: env });
  const failure = {
    code: 'usage',
    message: isCommand(name) ? `"${name}" can only be run on the command line` : `unknown command "${name}"`,
    hint: `Set the input "command" to one of: ${known.map((command) => command.name).join(', ')}.`,
    exitCode: 2,
    stack: '',
  } as const;
  return Promise.resolve({ type: 'failure', failure });
}

const toCommandName = (values: InputValues): string => values.command?.trim() || inputs.command.default;

function toLines(ending: Ending, verbose: boolean): readonly string[] {
  if (ending.type === 'failure') return toFailureLines(ending.failure, verbose);
  const { lines, failures = [] } = ending.outcome;
  return [...lines, ...failures.flatMap((failure) => toFailureLines(toFailure(failure), verbose))];
}

const toFailureLines = ({ message, hint, stack }: Failure, verbose: boolean): readonly string[] => [
  `error: ${message}`,
  `hint: ${hint}`,
  ...(verbose && stack !== '' ? stack.split('\n') : []),
];

function toAnnotations(ending: Ending): readonly Annotation[] {
  if (ending.type === 'outcome') return ending.outcome.annotations;
  const { message, hint } = ending.failure;
  return [{ level: 'error', title: 'zendrift', message, hint: hint }];
}

interface RunnerFiles {
  readonly env: Environment;
  readonly mask: (text: string) => string;
  readonly token: string;
  readonly command: string;
}

/** Neither file exists outside Actions. */
function writeFiles(ending: Ending, { env, mask, token, command }: RunnerFiles): void {
  const given = ending.type === 'outcome' ? ending.outcome.outputs : {};
  const outputFile = env['GITHUB_OUTPUT'] ?? '';
  if (outputFile !== '') {
    const outputs = Object.entries({ ...given, result: toResultOutput(ending) });
    appendFileSync(outputFile, outputs.map(([name, value]) => toOutputEntry(name, mask(value), token)).join(''));
  }
  const summaryFile = env['GITHUB_STEP_SUMMARY'] ?? '';
  const summary = ending.type === 'outcome' ? ending.outcome.summary : renderFailureSummary(command, [ending.failure]);
  if (summaryFile !== '' && summary !== '') appendFileSync(summaryFile, toSummary(mask(summary)));
}
