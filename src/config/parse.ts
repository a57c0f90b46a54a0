import type * as z from 'zod';
import { ZendriftError } from '#errors.ts';
import { isObject } from '#json.ts';
import type { Config } from './config.ts';
import { quote } from './quote.ts';
import { configSchema } from './schema.ts';
import { toConfig } from './to-config.ts';
import { parseYamlText, type ReadYaml } from './yaml-text.ts';

type Path = readonly PropertyKey[];
type Problem = { readonly path: Path; readonly words: string; readonly line: number };

const mostProblems = 25;

/**
 * Text of a configuration file → its normal form; an empty text gives all defaults. `file` is its path, for messages;
 * `subdomain` stands in where the file names no account. Throws one `config-invalid` that lists every problem with
 * its path and line, in the order of the file.
 */
export function parseConfig(text: string, file: string, subdomain: string): Config {
  const yaml = parseYamlText(text);
  if (yaml.type === 'broken') throw toError(file, yaml.problems);
  const result = configSchema.safeParse(yaml.value);
  if (!result.success) {
    const problems = result.error.issues.flatMap((issue) => toProblems(issue, yaml));
    throw toError(file, problems.sort((a, b) => a.line - b.line).map(renderProblem));
  }
  return toConfig(result.data, subdomain);
}

function toError(file: string, problems: readonly string[]): ZendriftError {
  const more = problems.length > mostProblems ? [`and ${problems.length - mostProblems} more`] : [];
  return new ZendriftError('config-invalid', {
    file,
    problems: [...problems.slice(0, mostProblems), ...more].join('; '),
  });
}

/** An issue about unknown keys names them all; a person wants each with its own path. */
function toProblems(issue: z.core.$ZodIssue, yaml: ReadYaml): Problem[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => toProblem([...issue.path, key], issue.message, yaml));
  }
  if (valueAt(yaml.value, issue.path) === null) {
    return [toProblem(issue.path, 'has no value (set one, or leave the key out)', yaml)];
  }
  const words = issue.code === 'invalid_key' ? issue.issues[0]?.message : undefined;
  return [toProblem(issue.path, words ?? issue.message, yaml)];
}

const toProblem = (path: Path, words: string, yaml: ReadYaml): Problem => ({ path, words, line: yaml.lineOf(path) });

const valueAt = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>((it, key) => {
    if (Array.isArray(it)) return it[Number(key)];
    return isObject(it) ? it[String(key)] : undefined;
  }, value);

const renderProblem = ({ path, words, line }: Problem): string => `${renderPath(path)}: ${words} (line ${line})`;

/** `policy.rules[1].window.from`; a key that is no plain word is quoted, so it cannot break the line. */
const renderPath = (path: Path): string =>
  path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`;
    const key = String(part);
    if (!/^[A-Za-z0-9_-]{1,60}$/.test(key)) return `${text}[${quote(key)}]`;
    return text === '' ? key : `${text}.${key}`;
  }, '') || 'the file';
