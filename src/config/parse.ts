import type * as z from 'zod';
import { ZendriftError } from '#errors.ts';
import { isObject } from '#json.ts';
import { toVisible } from '#text.ts';
import type { Config } from './config.ts';
import { helpFor } from './key-help.ts';
import { quote } from './quote.ts';
import { configSchema } from './schema.ts';
import { toConfig } from './to-config.ts';
import { parseYamlText, type ReadYaml, type YamlProblem } from './yaml-text.ts';

type Path = readonly PropertyKey[];

/** One thing that is wrong with a configuration file. */
export interface ConfigProblem {
  /** `policy.rules[1].window.from`; empty where it is about the whole file. */
  readonly path: string;
  /** Counted from 1. */
  readonly line: number;
  readonly message: string;
  readonly hint: string;
}

export type CheckedConfig =
  | { readonly type: 'valid'; readonly config: Config }
  /** In the order of the file. */
  | { readonly type: 'invalid'; readonly problems: readonly ConfigProblem[] };

/**
 * Text of a configuration file → its normal form, or everything that is wrong with it; an empty text gives all defaults.
 * `subdomain` stands in where the file names no account.
 */
export function checkConfig(text: string, subdomain: string): CheckedConfig {
  const yaml = parseYamlText(text);
  if (yaml.type === 'broken') return { type: 'invalid', problems: yaml.problems.map(toFileProblem) };
  const result = configSchema.safeParse(yaml.value);
  if (result.success) return { type: 'valid', config: toConfig(result.data, subdomain) };
  const problems = result.error.issues.flatMap((issue) => toProblems(issue, yaml));
  return { type: 'invalid', problems: problems.sort((a, b) => a.line - b.line) };
}

const mostProblems = 25;

/** The same where a mistake ends the run. `file` is its path. Throws one `config-invalid` that lists the problems. */
export function parseConfig(text: string, file: string, subdomain: string): Config {
  const checked = checkConfig(text, subdomain);
  if (checked.type === 'valid') return checked.config;
  const { problems } = checked;
  const more = problems.length > mostProblems ? [`and ${problems.length - mostProblems} more`] : [];
  throw new ZendriftError('config-invalid', {
    file,
    problems: [...problems.slice(0, mostProblems).map(renderProblem), ...more].join('; '),
  });
}

const toFileProblem = ({ message, line }: YamlProblem): ConfigProblem => ({
  path: '',
  line: line ?? 1,
  message: toVisible(message),
  hint: line === null ? 'Remove what does not belong into a configuration.' : 'Fix the YAML of this line.',
});

/** An issue about unknown keys names them all; a person wants each with its own path. */
function toProblems(issue: z.core.$ZodIssue, yaml: ReadYaml): ConfigProblem[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => toProblem([...issue.path, key], issue.message, yaml, key));
  }
  const value = valueAt(yaml.value, issue.path);
  if (value === null) {
    return [toProblem(issue.path, 'has no value (set one, or leave the key out)', yaml)];
  }
  const words = (issue.code === 'invalid_key' ? issue.issues[0]?.message : undefined) ?? issue.message;
  const given = typeof value === 'object' || value === undefined ? null : String(value);
  const isNamed = given === null || words.includes(quote(given));
  return [toProblem(issue.path, isNamed ? words : `${words}, not ${quote(given)}`, yaml, given)];
}

/** `word` = what was written, where another word may have been meant. */
function toProblem(path: Path, message: string, yaml: ReadYaml, word: string | null = null): ConfigProblem {
  return { path: renderPath(path), line: yaml.lineOf(path), message, hint: helpFor(path, word) };
}

const valueAt = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>((it, key) => {
    if (Array.isArray(it)) return it[Number(key)];
    return isObject(it) ? it[String(key)] : undefined;
  }, value);

const renderProblem = ({ path, line, message }: ConfigProblem): string =>
  `${path || 'the file'}: ${message} (line ${line})`;

/** A key that is no plain word is quoted, so it cannot break the line. */
const renderPath = (path: Path): string =>
  path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`;
    const key = String(part);
    if (!/^[A-Za-z0-9_-]{1,60}$/.test(key)) return `${text}[${quote(key)}]`;
    return text === '' ? key : `${text}.${key}`;
  }, '');
