import { Command as Program } from 'commander';
import { type Input, type InputName, type InputValues, inputList, listInputsOf } from '#config/inputs.ts';
import { version } from '#version.ts';
import { type CommandSpec, groups } from './commands.ts';

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
    const [name = '', group] = spec.name.split(' ').toReversed();
    const parent = group === undefined ? program : findGroup(program, group);
    const command = parent.command(name).summary(spec.summary).description(`${spec.summary}.`);
    command.addHelpText('after', toExamples(spec));
    const own = listInputsOf(spec.name).filter(([, input]) => input.commands !== undefined);
    for (const [name, input] of own) if (input.argument === undefined) addOption(command, name, input);
    const words = own.filter(([, input]) => input.argument !== undefined);
    for (const [, input] of words) addArgument(command, input);
    command.action(() => {
      const given: Readonly<Record<string, unknown>> = { ...command.optsWithGlobals(), ...toWords(words, command) };
      refuseEmpty(command, given);
      run({ spec, values: toValues(given), json: given['json'] === true, quiet: given['quiet'] === true });
    });
  }
  return program;
}

/** `policy check` is the command `check` of the group `policy`, which does nothing by itself. */
function findGroup(program: Program, name: string): Program {
  const known = program.commands.find((command) => command.name() === name);
  if (known !== undefined) return known;
  const summary = groups[name] ?? '';
  return program.command(name).summary(summary).description(`${summary}.`);
}

const toExamples = ({ examples }: CommandSpec): string =>
  ['', 'Examples:', ...examples.flatMap(([words, meaning]) => [`  $ zendrift ${words}`, `      ${meaning}`])].join(
    '\n',
  );

function addOption(program: Program, name: InputName, input: Input): void {
  if (input.only === 'environment' || input.only === 'action') return;
  const short = input.short === undefined ? '' : `-${input.short}, `;
  const [open, close] = input.optionalValue === true ? ['[', ']'] : ['<', '>'];
  const value = input.value === undefined ? '' : ` ${open}${input.value}${close}`;
  const sources = [
    ...(input.default === undefined ? [] : [`default: ${input.default}`]),
    ...(input.env === undefined ? [] : [`env: ${input.env}`]),
  ];
  const description = `${input.description}${sources.length === 0 ? '' : ` (${sources.join(', ')})`}`;
  const flags = `${short}--${name}${value}`;
  if (input.type === 'list') program.option(flags, description, collect);
  else program.option(flags, description);
}

/** Never required here: the command says itself what it misses, in the Action as well. */
function addArgument(command: Program, { value = '', argument, description }: Input): void {
  command.argument(argument === 'many' ? `[${value}...]` : `[${value}]`, description);
}

/** A variable of the shell that is not set must not turn `--expect ""` into a check of nothing, or `--actor ""` into everyone. */
function refuseEmpty(command: Program, given: Readonly<Record<string, unknown>>): void {
  const empty = inputList.find(([name]) => given[toOptionName(name)] === '');
  if (empty) command.error(`error: option '--${empty[0]}' is empty: give it a value or leave it out`);
}

const toWords = (
  inputs: ReadonlyArray<readonly [InputName, Input]>,
  { processedArgs }: Program,
): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    inputs.flatMap(([name], index) => {
      const word: unknown = processedArgs[index];
      const given = Array.isArray(word) ? word.join(',') : word;
      return given === undefined || given === '' ? [] : [[toOptionName(name), given]];
    }),
  );

const collect = (value: string, before: string | undefined): string =>
  before === undefined ? value : `${before},${value}`;

/** Commander names options in camel case. */
const toOptionName = (name: string): string => name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());

const toValues = (given: Readonly<Record<string, unknown>>): InputValues =>
  Object.fromEntries(
    inputList.flatMap(([name]) => {
      // For Commander, --no-x is x, turned off.
      const isOff = name.startsWith('no-') && given[toOptionName(name.slice(3))] === false;
      const value = isOff ? true : given[toOptionName(name)];
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
