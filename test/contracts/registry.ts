import ts from 'typescript';
import { type CommandSpec, listCommands } from '#entry/commands.ts';
import { readSources, readText, type SourceFile, visit } from './source-files.ts';

const sources = readSources('src');

function sourceOf(path: string): SourceFile {
  const found = sources.find((file) => file.path === path);
  if (!found) throw new Error(`${path} is missing`);
  return found;
}

const nameOf = (property: ts.ObjectLiteralElementLike): string =>
  property.name && (ts.isIdentifier(property.name) || ts.isStringLiteral(property.name)) ? property.name.text : '';

/** The commands that an entry has code for, in the order of the registry: read from its source, since entries run. */
export function commandsOf(entry: 'src/cli.ts' | 'src/action.ts'): readonly CommandSpec[] {
  const names: string[] = [];
  visit(sourceOf(entry).tree, (node) => {
    if (!ts.isCallExpression(node) || !ts.isIdentifier(node.expression)) return;
    const [table] = node.arguments;
    if (/^run(?:Cli|Action)$/.test(node.expression.text) && table && ts.isObjectLiteralExpression(table))
      names.push(...table.properties.map(nameOf));
  });
  if (names.length === 0) throw new Error(`no table of commands found in ${entry}`);
  const loaders = Object.fromEntries(names.map((name) => [name, () => Promise.reject(new Error('not run here'))]));
  return listCommands(loaders);
}

/** Code → exit code of every error for people, read from the files of the catalogue. */
export function readErrorCatalogue(): ReadonlyMap<string, string> {
  const codes = new Map<string, string>();
  for (const { path, tree } of sources) {
    if (!path.startsWith('src/errors/')) continue;
    visit(tree, (node) => {
      if (!ts.isPropertyAssignment(node) || !ts.isCallExpression(node.initializer)) return;
      codes.set(nameOf(node), node.initializer.arguments[0]?.getText(tree) ?? '');
    });
  }
  if (codes.size === 0) throw new Error('no catalogue found in src/errors');
  return codes;
}

/** Rows of the table below a heading or marker of a Markdown file: the cells of each row, trimmed. */
export function readTable(path: string, after: string): readonly (readonly string[])[] {
  const text = readText(path);
  const start = text.indexOf(after);
  if (start < 0) throw new Error(`${path} has no "${after}"`);
  const lines = text.slice(start).split('\n');
  const first = lines.findIndex((line) => line.startsWith('|'));
  const end = lines.findIndex((line, index) => index > first && !line.startsWith('|'));
  return lines.slice(first + 2, end < 0 ? undefined : end).map((line) =>
    line
      .slice(1, -1)
      .split(/(?<!\\)\|/)
      .map((cell) => cell.trim()),
  );
}
