import { CommanderError } from 'commander';
import pc from 'picocolors';
import { listSecrets } from '#config/settings.ts';
import { openAsk } from './ask.ts';
import { type CommandLine, createProgram } from './cli-program.ts';
import { type Loaders, listCommands } from './commands.ts';
import { type Failure, toFailure } from './failure.ts';
import { createMask } from './mask.ts';
import { type Output, openOutput } from './output.ts';
import { toPlainJson, toPlainLine } from './plain-line.ts';
import { openProgress, wantsColor } from './progress.ts';
import { listProxySecrets } from './proxy.ts';
import { toResultJson } from './result-json.ts';
import { runCommand } from './run-command.ts';
import { openSignals } from './signals.ts';

/** The command line from its arguments to the exit code: the only place of the CLI that touches the process. */
export async function runCli(loaders: Loaders): Promise<void> {
  const { argv, env, stdout, stderr } = process;
  const mask = createMask([...listSecrets({}, env), ...listProxySecrets(env)]);
  const out = openOutput(stdout, mask);
  const err = openOutput(stderr, mask);
  const color = wantsColor(env, stderr.isTTY === true);
  const exit = async (code: number): Promise<void> => {
    await Promise.all([out.flush(), err.flush()]);
    process.exit(code);
  };
  const fail = (failure: Failure, verbose: boolean): number => {
    printFailure(failure, err, { color, verbose });
    return failure.exitCode;
  };

  const parsed = parseCommandLine(argv.slice(2), loaders, out, err);
  if (parsed.type === 'ended') return exit(parsed.failure === null ? 0 : fail(parsed.failure, false));
  const { spec, values, json, quiet } = parsed.line;
  const verbose = values.verbose === 'true';
  const progress = openProgress({
    output: err,
    live: stderr.isTTY === true && !verbose && env['TERM'] !== 'dumb',
    color,
    quiet,
    verbose,
    columns: () => stderr.columns ?? 80,
  });
  process.once('uncaughtException', (error) => {
    progress.end();
    void exit(fail(toFailure(error), verbose));
  });
  const signal = openSignals((code) => process.exit(code));
  const print = (text: string): Promise<void> => {
    progress.end();
    return out.document(text);
  };
  const ending = await runCommand({
    spec,
    loaders,
    values,
    surface: 'command-line',
    environment: env,
    progress,
    signal,
    ...(json ? {} : { print }),
    ...(process.stdin.isTTY === true && stderr.isTTY === true && !json ? { ask: openAsk(progress) } : {}),
  });
  progress.end();
  if (json) out.line(toPlainJson(toResultJson(ending)));
  if (ending.type === 'failure') return exit(fail(ending.failure, verbose));
  if (!json) for (const line of ending.outcome.lines) out.line(toPlainLine(line));
  for (const failure of ending.outcome.failures ?? []) printFailure(toFailure(failure), err, { color, verbose });
  return exit(ending.outcome.exitCode);
}

type Parsed =
  | { readonly type: 'command'; readonly line: CommandLine }
  /** Help or version was printed, or the line makes no sense. */
  | { readonly type: 'ended'; readonly failure: Failure | null };

function parseCommandLine(words: readonly string[], loaders: Loaders, out: Output, err: Output): Parsed {
  const lines: CommandLine[] = [];
  const program = createProgram({
    commands: listCommands(loaders),
    run: (line) => void lines.push(line),
    writeOut: out.raw,
    writeErr: err.raw,
  });
  try {
    program.parse(words, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return { type: 'ended', failure: error.exitCode === 0 ? null : toUsageFailure(error) };
  }
  const [line] = lines;
  return line === undefined ? { type: 'ended', failure: null } : { type: 'command', line };
}

function toUsageFailure({ message, code }: CommanderError): Failure {
  // `zendrift` alone has printed its help already.
  const [what = '', suggestion = ''] = code === 'commander.help' ? ['no command given'] : message.split('\n');
  const guess = suggestion.replace(/^\((.*)\)$/, '$1 ');
  const hint = `${guess}"zendrift --help" lists every command, "zendrift COMMAND --help" its options.`;
  return { code: 'usage', message: what.replace(/^error: /, ''), hint, exitCode: 2, stack: '' };
}

function printFailure(
  failure: Failure,
  err: Output,
  { color, verbose }: { readonly color: boolean; readonly verbose: boolean },
): void {
  const paint = pc.createColors(color);
  err.line(`${paint.red('error:')} ${toPlainLine(failure.message)}`);
  err.line(`${paint.cyan('hint:')} ${toPlainLine(failure.hint)}`);
  if (verbose && failure.stack !== '')
    for (const line of failure.stack.split('\n')) err.line(paint.dim(toPlainLine(line)));
}
