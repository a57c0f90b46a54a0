import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { NoOperationTraceWriter } from '@actions/workflow-parser';
import { parseAction } from '@actions/workflow-parser/actions/index';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { type Input, inputList } from '#config/inputs.ts';
import { outputs } from '#config/outputs.ts';
import { root } from './source-files.ts';

const file = join(root, 'action.yml');
const offered = inputList.filter(([, { only }]) => only !== 'cli');

/** A default would win over the variable, so an input that has one only says what happens without either. */
const defaultOf = (input: Input): string | undefined =>
  input.actionDefault ?? (input.env === undefined ? input.default : undefined);

function describeInput(input: Input): string {
  const sources = [
    ...(input.env === undefined ? [] : [`else the variable ${input.env}`]),
    ...(input.default === undefined || input.default === defaultOf(input) ? [] : [`else ${input.default}`]),
  ];
  const commands = input.commands === undefined ? '' : ` For ${input.commands.join(', ')}.`;
  return `${input.description}${sources.length === 0 ? '' : ` If not given, ${sources.join(', ').replace(/^else /, '')}.`}${commands}`;
}

/** JSON strings are YAML strings, whatever stands in them. */
const quote = (text: string): string => JSON.stringify(text);

function renderAction(): string {
  const rows = offered.flatMap(([name, input]) => {
    const value = defaultOf(input) ?? (input.type === 'flag' ? 'false' : undefined);
    return [
      `  ${name}:`,
      `    description: ${quote(describeInput(input))}`,
      '    required: false',
      ...(value === undefined ? [] : [`    default: ${quote(value)}`]),
    ];
  });
  return `${[
    '# Written from src/config/inputs.ts and src/config/outputs.ts: ZENDRIFT_WRITE=1 npx vitest run test/contracts/action.test.ts',
    'name: zendrift',
    'description: Records who changed which Zendesk trigger, automation, macro or view in git, and opens an issue for the rest',
    'author: zendrift',
    'branding:',
    '  icon: git-commit',
    '  color: green',
    '',
    'inputs:',
    ...rows,
    '',
    'outputs:',
    ...Object.entries(outputs).flatMap(([name, description]) => [
      `  ${name}:`,
      `    description: ${quote(description)}`,
    ]),
    '',
    'runs:',
    '  using: node24',
    '  main: dist/action.js',
  ].join('\n')}\n`;
}

/** What the parser of GitHub itself finds wrong. */
function schemaErrors(content: string): readonly string[] {
  const { context } = parseAction({ name: 'action.yml', content }, new NoOperationTraceWriter());
  return context.errors.getErrors().map(({ message }) => message);
}

test('action.yml is an action by the schema of GitHub, which knows a misspelled key', () => {
  const text = readFileSync(file, 'utf8');
  expect(schemaErrors(text)).toEqual([]);
  expect(schemaErrors(text.replace('using: node24', 'use: node24'))).not.toEqual([]);
});

test('action.yml says what the registries of inputs and outputs say', () => {
  if (process.env['ZENDRIFT_WRITE']) writeFileSync(file, renderAction());
  expect(readFileSync(file, 'utf8'), 'write it anew with ZENDRIFT_WRITE=1').toBe(renderAction());
});

test('it is what a runner reads', () => {
  const action = parse(readFileSync(file, 'utf8'));
  expect(action.runs).toEqual({ using: 'node24', main: 'dist/action.js' });
  // The Marketplace takes no longer description.
  expect(action.description.length).toBeLessThanOrEqual(125);
  expect(Object.keys(action.outputs)).toEqual(
    expect.arrayContaining(['commits', 'changes', 'unapproved', 'issues-opened', 'issues-updated', 'head-sha']),
  );
  for (const name of [...Object.keys(action.inputs), ...Object.keys(action.outputs)])
    expect(name).toMatch(/^[a-z]+(?:-[a-z]+)*$/);
});

test('a variable that the runner sets, or a person, is never hidden by a default', () => {
  const { inputs } = parse(readFileSync(file, 'utf8'));
  const hidden = offered.filter(([name, { env }]) => env !== undefined && inputs[name].default !== undefined);
  // The job's own token is in no variable; it has to be handed over.
  expect(hidden.map(([name]) => name)).toEqual(['github-token']);
});

test('no secret has a default beside the token of the job', () => {
  const { inputs } = parse(readFileSync(file, 'utf8'));
  for (const [name, { secret }] of offered)
    if (secret === true && name !== 'github-token') expect(inputs[name].default).toBeUndefined();
});
