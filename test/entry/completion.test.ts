import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { listInputsOf } from '#config/inputs.ts';
import { createProgram } from '#entry/cli-program.ts';
import { listCommands } from '#entry/commands.ts';
import { toTable } from '#entry/start-completion.ts';
import { renderBash } from '#render/completion/bash.ts';
import { renderFish } from '#render/completion/fish.ts';
import { renderZsh } from '#render/completion/zsh.ts';
import { commandsOf } from '../contracts/registry.ts';

const commands = commandsOf('src/cli.ts');
const table = toTable(commands);

/** What bash offers for the last of these words. */
function complete(...words: readonly string[]): readonly string[] {
  const quoted = ['zendrift', ...words].map((word) => `'${word}'`).join(' ');
  const script = `${renderBash(table)}\nCOMP_WORDS=(${quoted})\nCOMP_CWORD=${words.length}\n_zendrift\nprintf '%s\\n' "\${COMPREPLY[@]}"`;
  const printed = execFileSync('bash', ['--norc', '-c', script], { encoding: 'utf8' });
  return printed.split('\n').filter((line) => line !== '');
}

describe('completion', () => {
  test('bash completes commands, their options and the values of an option', () => {
    expect(complete('re')).toEqual(['restore', 'report']);
    expect(complete('report', '--ti')).toEqual(['--timezone']);
    expect(complete('report', '--format', '')).toEqual(['html', 'markdown', 'json', 'csv']);
    expect(complete('audit', '--format', 'oc')).toEqual(['ocsf']);
    expect(complete('policy', 're')).toEqual(['replay']);
    expect(complete('list', 'm')).toEqual(['macro']);
    expect(complete('--quiet', 'completion', 'z')).toEqual(['zsh']);
    expect(complete('report', '--since', '')).toEqual([]);
  });

  test('every command and option of the registry is in each script, and nothing else', () => {
    for (const script of [renderBash(table), renderZsh(table), renderFish(table)])
      for (const { name } of commands) expect(script).toContain(name.split(' ').at(-1));
    for (const { name } of commands.filter((command) => !command.name.includes(' '))) {
      const own = listInputsOf(name).filter(
        ([, { argument, only }]) => argument === undefined && only !== 'environment' && only !== 'action',
      );
      const flags = [...own.map(([input]) => `--${input}`), '--help'];
      expect(table.commands.find((command) => command.name === name)?.options.map(({ flag }) => flag)).toEqual(flags);
    }
  });

  test('a quote in a description ends no string of a shell', () => {
    const [command] = table.commands;
    if (!command) throw new Error('no command');
    const hostile = { commands: [{ ...command, name: 'track', summary: "it's $(x) `x` \\" }] };
    expect(renderZsh(hostile)).toContain(String.raw`'track:it'\''s $(x) ${'`x`'} \'`);
    expect(renderFish(hostile)).toContain(String.raw`-d 'it\'s $(x) ${'`x`'} \\'`);
    execFileSync('bash', ['--norc', '-n', '-c', renderBash(hostile)]);
  });
});

describe('help', () => {
  const parse = (words: readonly string[]) => {
    const lines: string[] = [];
    const program = createProgram({
      commands: listCommands(
        Object.fromEntries(commands.map(({ name }) => [name, () => Promise.reject(new Error('not run'))])),
      ),
      run: ({ spec }) => void lines.push(spec.name),
      writeOut: () => {},
      writeErr: () => {},
    });
    program.parse(words, { from: 'user' });
    return lines;
  };

  test.each(commands.flatMap(({ name, examples }) => examples.map(([words]) => [words, name] as const)))(
    'the example "zendrift %s" is a command line',
    (words, name) => {
      const [typed = ''] = words.split(/ [>|] /);
      const parts = [...typed.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? '');
      expect(parse(parts)).toEqual([name]);
    },
  );
});
