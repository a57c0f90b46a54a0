/** The environment of every git process: no prompt, no user hook, no translation, no location variable of an outer git. */

export type Environment = Readonly<Record<string, string>>;
export type ConfigEntry = readonly [key: string, value: string];

// Only what says how to reach a server passes. GIT_DIR and its like (set when a git hook starts this program) would
// point git at another repository, GIT_TRACE_* could print credentials, EDITOR and PAGER have no use here.
const passes =
  /^GIT_(?:SSH(?:_COMMAND|_VARIANT)?|ASKPASS|SSL_.*|HTTP_.*|PROXY_.*|ALLOW_PROTOCOL|EXEC_PATH|CEILING_DIRECTORIES|DISCOVERY_ACROSS_FILESYSTEM|CONFIG_(?:GLOBAL|SYSTEM|NOSYSTEM))$/i;
const useless = /^(?:GIT_.*|EDITOR|PAGER|VISUAL|PREFIX)$/i;
const ownConfig = /^GIT_CONFIG_(?:KEY|VALUE)_\d+$/i;

// `core.autocrlf` is not among them: no object is made from the work tree, and the fast-forward must see it as its owner does.
const hardening: readonly ConfigEntry[] = [
  ['core.hooksPath', '/dev/null'],
  ['core.quotePath', 'false'],
  ['core.fsmonitor', 'false'],
  ['gc.auto', '0'],
  ['maintenance.auto', 'false'],
  ['submodule.recurse', 'false'],
  ['fetch.recurseSubmodules', 'false'],
  ['fetch.writeCommitGraph', 'false'],
  ['fetch.prune', 'false'],
  ['push.followTags', 'false'],
  ['push.gpgSign', 'false'],
  ['push.recurseSubmodules', 'no'],
  ['push.pushOption', ''],
  ['credential.interactive', 'never'],
];

/** Configuration that the caller's own `GIT_CONFIG_COUNT` variables carry. */
const inherited = (from: Readonly<Record<string, string | undefined>>): readonly ConfigEntry[] =>
  Array.from(
    { length: Number(from['GIT_CONFIG_COUNT'] ?? 0) || 0 },
    (_, n): ConfigEntry => [from[`GIT_CONFIG_KEY_${n}`] ?? '', from[`GIT_CONFIG_VALUE_${n}`] ?? ''],
  ).filter(([key]) => key !== '');

/** Adds configuration behind what the environment already carries; values never stand on a command line. */
export function withConfig(environment: Environment, entries: readonly ConfigEntry[]): Environment {
  const all = [...inherited(environment), ...entries];
  const variables = all.flatMap(([key, value], n) => [
    [`GIT_CONFIG_KEY_${n}`, key],
    [`GIT_CONFIG_VALUE_${n}`, value],
  ]);
  return { ...environment, GIT_CONFIG_COUNT: String(all.length), ...Object.fromEntries(variables) };
}

/** The environment for git made from the caller's. Needs git 2.31 (`GIT_CONFIG_COUNT`). */
export function gitEnvironment(from: Readonly<Record<string, string | undefined>>): Environment {
  const kept = Object.entries(from).flatMap(([name, value]) =>
    value !== undefined && (passes.test(name) || !useless.test(name)) && !ownConfig.test(name) ? [[name, value]] : [],
  );
  const base: Environment = {
    ...Object.fromEntries(kept),
    LC_ALL: 'C',
    LANGUAGE: 'C',
    GIT_TERMINAL_PROMPT: '0',
    GCM_INTERACTIVE: 'never',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_NO_REPLACE_OBJECTS: '1',
    GIT_LITERAL_PATHSPECS: '1',
  };
  return withConfig(base, [...inherited(from), ...hardening]);
}
