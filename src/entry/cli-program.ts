import { Command as Program } from 'commander';
import { type Input, type InputName, type InputValues, inputList, listInputsOf } from '#config/inputs.ts';
import { version } from '#version.ts';
import type { CommandSpec } from './commands.ts';

export interface CommandLine {
  readonly spec: CommandSpec;
  readonly values: InputValues;
  readonly json: boolean;
  readonly quiet: boolean;
}

export interface ProgramOptions {
  readonly commands: readonly CommandSpec[];
  /** Called once, with what is to be run; not called for help, version and mistakes. */
  readonly run: (line: CommandLine) => void;
  readonly writeOut: (text: string) => void;
  readonly writeErr: (text: string) => void;
}

const exitCodes = `
Exit codes:
  0 done · 1 could not finish, a later run will · 2 a person must act · 3 integrity · 4 open drift (--fail-on-drift)`;

/** The command line, made from the registries. Throws `CommanderError` for help, version and mistakes. */
export function createProgram({ commands, run, writeOut, writeErr }: ProgramOptions): Program {
  const program = new Program('zendrift')
    .description('Git history, attribution and approval for Zendesk configuration')
    .version(version, '-V, --version', 'Print the version.')
    .helpOption('-h, --help', 'Print this help.')
    .configureHelp({ showGlobalOptions: true, sortSubcommands: false })
    .configureOutput({ writeOut, writeErr, outputError: () => {} })
    .showSuggestionAfterError(true)
    .addHelpText('after', `${toEnvironmentHelp()}\n${exitCodes}`)
    .exitOverride();
  for (const [name, input] of inputList) if (input.commands === undefined) addOption(program, name, input);
  for (const spec of commands) {
    const command = program.command(spec.name).summary(spec.summary).description(`${spec.summary}.`);
    for (const [name, input] of listInputsOf(spec.name))
      if (input.commands !== undefined) addOption(command, name, input);
    command.action(() => {
      const given: Readonly<Record<string, unknown>> = command.optsWithGlobals();
      run({ spec, values: toValues(given), json: given['json'] === true, quiet: given['quiet'] === true });
    });
  }
  return program;
}

function addOption(program: Program, name: InputName, input: Input): void {
  if (input.only === 'environment') return;
  const short = input.short === undefined ? '' : `-${input.short}, `;
  const value = input.value === undefined ? '' : ` <${input.value}>`;
  const sources = [
    ...(input.default === undefined ? [] : [`default: ${input.default}`]),
    ...(input.env === undefined ? [] : [`env: ${input.env}`]),
  ];
  const description = `${input.description}${sources.length === 0 ? '' : ` (${sources.join(', ')})`}`;
  const flags = `${short}--${name}${value}`;
  if (input.type === 'list') program.option(flags, description, collect);
  else program.option(flags, description);
}

const collect = (value: string, before: string | undefined): string =>
  before === undefined ? value : `${before},${value}`;

/** Commander names options in camel case. */
const toValues = (given: Readonly<Record<string, unknown>>): InputValues =>
  Object.fromEntries(
    inputList.flatMap(([name]) => {
      const value = given[name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())];
      return value === undefined ? [] : [[name, String(value)]];
    }),
  );

function toEnvironmentHelp(): string {
  const rows = inputList.flatMap(([, { env, description }]) =>
    env === undefined ? [] : [[env, description] as const],
  );
  const width = Math.max(...rows.map(([env]) => env.length)) + 2;
  return `\nEnvironment:\n${rows.map(([env, description]) => `  ${env.padEnd(width)}${description}`).join('\n')}`;
}
