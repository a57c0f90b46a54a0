import { readFile } from 'node:fs/promises';
import type { CommandContext } from '#commands/command.ts';
import type { Config } from '#config/config.ts';
import { configPaths } from '#config/file.ts';
import { parseConfig } from '#config/parse.ts';
import { nameInput, type Surface } from '#config/problem.ts';
import { reasonOf, ZendriftError } from '#errors.ts';
import type { Clone, DefaultTip, TextFile } from '#git/clone.ts';
import type { ConfigSource } from '#ports.ts';
import { warning } from '#warning.ts';
import { withCalendars } from './calendars.ts';

/** The configuration, checked, and where it was read from. */
export interface FoundConfig {
  readonly config: Config;
  readonly source: ConfigSource;
}

/**
 * `default-branch` = only what the default branch of the remote has at its tip counts. `local` = a file of this checkout is
 * tried out first; for runs that write nothing.
 */
export type ConfigUse = 'default-branch' | 'local';

/**
 * The configuration and its text; no file is the same as an empty one. What is checked out decides nothing in a run that
 * writes: there, whoever started the run would choose its rules. Throws `config-source`, `config-unreadable`,
 * `config-invalid`.
 */
export async function readConfig(
  context: CommandContext,
  clone: Clone,
  subdomain: string,
  use: ConfigUse,
): Promise<FoundConfig> {
  const source =
    use === 'local' ? await readTrial(context, clone, subdomain) : await readTip(context, clone, subdomain);
  const config = parseConfig(source.text, source.path ?? 'defaults', subdomain);
  return { config: await withCalendars(config, source, clone), source };
}

interface Place {
  readonly tip: DefaultTip;
  readonly file: TextFile | null;
  readonly paths: readonly string[];
}

async function lookAtTip({ settings }: CommandContext, clone: Clone, subdomain: string): Promise<Place> {
  const paths =
    settings.config === null ? configPaths(subdomain) : [await toGivenPath(clone, settings.config, settings.surface)];
  const tip = await clone.readDefaultTip();
  // Most often needed next; a run of another account or branch fetches its own later.
  const branch = settings.branch === null ? [] : [`refs/heads/${settings.branch}`];
  const alongside = [`refs/zendrift/${subdomain}`, ...branch];
  return { tip, paths, file: tip.commit === null ? null : await clone.readFirst(tip.commit, paths, alongside) };
}

async function readTip(context: CommandContext, clone: Clone, subdomain: string): Promise<ConfigSource> {
  const { tip, file, paths } = await lookAtTip(context, clone, subdomain);
  if (file !== null) return { ...tip, ...file };
  const local = await clone.readLocal(paths);
  if (local === null && context.settings.config === null) return { ...tip, path: null, text: '' };
  const present = local === null ? '' : `, but this checkout has ${local.path}`;
  throw notThere(clone, `${nameTip(tip)} has ${inWords(paths)}${present}`, tip);
}

/** A file of this checkout, with a warning where a run that writes would go by another text. */
async function readTrial(context: CommandContext, clone: Clone, subdomain: string): Promise<ConfigSource> {
  const { settings, progress } = context;
  const given = settings.config;
  const local = given === null ? await clone.readLocal(configPaths(subdomain)) : await readGiven(clone, given);
  if (local === null) return readTip(context, clone, subdomain);
  const place = await lookAtTip(context, clone, subdomain).catch((error: unknown) => error);
  if (isPlace(place) && place.file !== null && sameText(place.file.text, local.text)) {
    return { ...place.tip, ...place.file };
  }
  const real = isPlace(place) ? toReal(place) : `the default branch, which cannot be read now (${reasonOf(place)})`;
  progress.warn(
    warning('configuration-local', `Using ${local.path} of this checkout. A run that writes uses ${real}.`),
  );
  return { branch: null, commit: null, ...local };
}

const isPlace = (value: unknown): value is Place => typeof value === 'object' && value !== null && 'tip' in value;

const toReal = ({ tip, file, paths }: Place): string =>
  file === null
    ? `${nameTip(tip)}, which has ${inWords(paths)}`
    : `${file.path} of ${nameTip(tip)}, which is different`;

/** A checkout may have other line ends. */
const sameText = (a: string, b: string): boolean => a.replaceAll('\r\n', '\n') === b.replaceAll('\r\n', '\n');

async function readGiven(clone: Clone, file: string): Promise<TextFile | null> {
  try {
    return { path: file, text: await readFile(file, 'utf8') };
  } catch (error) {
    const path = await clone.toRepositoryPath(file);
    const found = path === null ? null : await clone.readLocal([path]);
    if (found === null && path === null) {
      throw new ZendriftError('config-unreadable', { file, reason: reasonOf(error) }, error);
    }
    return found;
  }
}

async function toGivenPath(clone: Clone, given: string, surface: Surface): Promise<string> {
  const path = await clone.toRepositoryPath(given);
  if (path !== null) return path;
  throw new ZendriftError('settings-invalid', {
    problems: `${nameInput('config', surface)} ${JSON.stringify(given)} is not a path in the repository`,
    hint: 'Name a path in the default branch, such as .github/zendrift.yml. A local file is used only by doctor and with --dry-run.',
  });
}

/** How a place is called: `branch main (1a2b3c4d5e6f)`. */
export function nameTip({ branch, commit }: DefaultTip): string {
  if (commit === null) return branch === null ? 'the repository, which has no branch yet,' : `branch ${branch} (empty)`;
  const short = commit.slice(0, 12);
  return branch === null ? `the checked-out commit ${short}` : `branch ${branch} (${short})`;
}

const inWords = (paths: readonly string[]): string =>
  paths.length === 1 ? `no ${paths[0]}` : `neither ${paths.join(' nor ')}`;

function notThere({ checkout: { remote } }: Clone, reason: string, { branch }: DefaultTip): ZendriftError {
  const where = branch ?? 'the default branch';
  const merge =
    remote === null ? 'Commit it there' : `Merge and push it to ${where}, or bring this checkout up to date`;
  const hint = `${merge}: only reviewed configuration counts. To try out a local file, use --dry-run.`;
  return new ZendriftError('config-source', { remote: remote ?? 'this repository', reason, hint });
}
