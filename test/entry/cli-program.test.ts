import { CommanderError } from 'commander';
import { describe, expect, test } from 'vitest';
import { type CommandLine, createProgram } from '#entry/cli-program.ts';
import { listCommands } from '#entry/commands.ts';

const load = () => Promise.reject(new Error('not run here'));
const commands = listCommands({ 'policy check': load, 'policy replay': load, 'policy suggest': load, track: load });

function parse(...words: readonly string[]) {
  const lines: CommandLine[] = [];
  let text = '';
  const write = (part: string): void => {
    text += part;
  };
  const program = createProgram({ commands, run: (line) => void lines.push(line), writeOut: write, writeErr: write });
  try {
    program.parse(words, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return { text, error: error.message };
  }
  return { text, name: lines[0]?.spec.name, values: lines[0]?.values };
}

describe('a command of a group', () => {
  test('is run by its two words, with its own argument and the options of all', () => {
    const { name, values } = parse('policy', 'check', 'new.yml', '--quiet');
    expect([name, values]).toEqual(['policy check', { file: 'new.yml', quiet: 'true' }]);
    expect(parse('policy', 'replay', '--from', '7d', '--json')).toMatchObject({
      name: 'policy replay',
      values: { from: '7d', json: 'true' },
    });
  });

  test('is listed by the group, which is one line in the help of the program', () => {
    expect(parse('policy', '--help').text).toMatch(/check .*\[FILE\][\s\S]*replay[\s\S]*suggest/);
    const help = parse('--help').text;
    expect(help).toMatch(/^ {2}policy +Check, replay and propose/m);
    expect(help).not.toMatch(/^ {2}(?:check|policy check)/m);
  });

  test('is proposed where it is misspelled; the group alone is no command', () => {
    expect(parse('policy', 'chekc').error).toContain('Did you mean check?');
    expect(parse('policy').error).toBe('(outputHelp)');
    expect(parse('polizy', 'check').error).toContain('Did you mean policy?');
  });
});
