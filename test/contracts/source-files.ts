import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { readText, root } from '../support/read-text.ts';

export { readText, root };

/** One import or re-export of a file. */
export interface Import {
  readonly specifier: string;
  /** Nothing of it is left at run time. */
  readonly typeOnly: boolean;
  readonly line: number;
}

export interface SourceFile {
  /** `src/core/state/fold.ts` */
  readonly path: string;
  readonly lines: number;
  readonly tree: ts.SourceFile;
  readonly imports: readonly Import[];
}

/** Every TypeScript file below a folder, parsed; sorted by path. */
export function readSources(folder: string): readonly SourceFile[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.d.ts'))
    .sort()
    .map(parseSource);
}

function parseSource(path: string): SourceFile {
  const text = readText(path);
  const tree = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const imports: Import[] = [];
  visit(tree, (node) => {
    const found = toImport(node);
    if (found) imports.push({ ...found, line: lineOf(tree, node) });
  });
  return { path, lines: text.split('\n').length - 1, tree, imports };
}

function toImport(node: ts.Node): Omit<Import, 'line'> | null {
  if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier)) {
    const clause = node.importClause;
    const bindings = clause?.namedBindings;
    const onlyTypes =
      clause?.phaseModifier === ts.SyntaxKind.TypeKeyword ||
      (clause !== undefined &&
        clause.name === undefined &&
        bindings !== undefined &&
        ts.isNamedImports(bindings) &&
        bindings.elements.length > 0 &&
        bindings.elements.every((element) => element.isTypeOnly));
    return { specifier: node.moduleSpecifier.text, typeOnly: onlyTypes };
  }
  if (ts.isExportDeclaration(node) && node.moduleSpecifier && ts.isStringLiteral(node.moduleSpecifier)) {
    return { specifier: node.moduleSpecifier.text, typeOnly: node.isTypeOnly };
  }
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
    const [argument] = node.arguments;
    if (argument && ts.isStringLiteral(argument)) return { specifier: argument.text, typeOnly: false };
  }
  return null;
}

/** Calls `see` for a node and everything below it. */
export function visit(node: ts.Node, see: (node: ts.Node) => void): void {
  see(node);
  ts.forEachChild(node, (child) => visit(child, see));
}

export const lineOf = (tree: ts.SourceFile, node: ts.Node): number =>
  tree.getLineAndCharacterOfPosition(node.getStart(tree)).line + 1;

/** `path:line` of every node for which `matches` holds. */
export function findNodes(file: SourceFile, matches: (node: ts.Node) => boolean): readonly string[] {
  const found: string[] = [];
  visit(file.tree, (node) => {
    if (matches(node)) found.push(`${file.path}:${lineOf(file.tree, node)}`);
  });
  return found;
}
