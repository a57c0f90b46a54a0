import { ZendriftError } from '#errors.ts';
import type { DoctorRun, InspectedHub } from './doctor-run.ts';
import type { GuardedRef, HoldingEnvironment, RefRules, ReviewRule, TrustFacts } from './trust-level.ts';

/** Looks at everything that decides the trust level. Nothing stops it: what fails cannot be seen. */
export async function readTrustFacts(run: DoctorRun, github: boolean): Promise<TrustFacts> {
  const hub = github ? run.hub : null;
  const config = await orNull(run.readConfig);
  const repository = await orNull(run.openRepository);
  const see = async <Value>(look: (hub: InspectedHub) => Promise<Value | null>): Promise<Value | null> =>
    hub === null ? null : await orNull(() => look(hub));
  const defaultBranch = await see((one) => one.readDefaultBranch());
  const branch = repository === null || repository.branch === '' ? null : repository.branch;
  const guard = async (ref: string | null): Promise<GuardedRef> => ({
    ref,
    rules: ref === null ? null : await see((one) => readRules(one, ref)),
  });
  const environments = await see(listEnvironments);
  const repositorySecrets = await see((one) => one.listSecrets(null));
  return {
    github: hub !== null,
    defaultBranch,
    reviews: defaultBranch === null ? null : await see((one) => readReviews(one, defaultBranch)),
    unowned: await see((one) => listUnowned(one, run.configPaths)),
    scheduledVerify: await see(readScheduledVerify),
    dataBranch: await guard(branch === null ? null : `refs/heads/${branch}`),
    stateRef: await guard(config?.stateRef ?? null),
    environments,
    repositorySecrets,
    signing:
      config === null
        ? null
        : {
            signers: config.allowedSigners !== null,
            key:
              run.settings.signingKey !== null ||
              holdsKey([repositorySecrets, ...(environments ?? [null]).map(toSecrets)]),
          },
  };
}

const toSecrets = (environment: HoldingEnvironment | null): readonly string[] | null => environment?.secrets ?? null;

/** Whether one of these places holds the key; null = one of them cannot be seen, and the others do not. */
function holdsKey(places: ReadonlyArray<readonly string[] | null>): boolean | null {
  if (places.some((names) => names?.includes('ZENDRIFT_SIGNING_KEY'))) return true;
  return places.includes(null) ? null : false;
}

/** A stop is no fact: it ends the run. */
async function orNull<Value>(look: () => Promise<Value>): Promise<Value | null> {
  try {
    return await look();
  } catch (error) {
    if (error instanceof ZendriftError && error.code === 'stopped') throw error;
    return null;
  }
}

type ReviewReader = Pick<InspectedHub, 'listBranchRules' | 'readBypass' | 'readReviewProtection' | 'readProtection'>;

/** What asks for a review before a branch changes; null where that cannot be seen. */
export async function readReviews(hub: ReviewReader, branch: string): Promise<readonly ReviewRule[] | null> {
  const rules = await hub.listBranchRules(branch);
  if (rules === null) return null;
  const asking = rules.filter(({ reviews, codeOwners }) => reviews > 0 || codeOwners);
  const found: ReviewRule[] = [];
  for (const { reviews, codeOwners, ruleset } of asking)
    found.push({ reviews, codeOwners, bypass: await hub.readBypass(ruleset) });
  const classic = await hub.readReviewProtection(branch);
  if (classic !== null) return classic.reviews > 0 || classic.codeOwners ? [...found, classic] : found;
  if (found.length > 0) return found;
  // Only who administers the repository sees classic protection, but everybody sees whether there is any.
  return (await hub.readProtection(branch))?.protected === false ? [] : null;
}

async function readRules(hub: InspectedHub, ref: string): Promise<RefRules | null> {
  const branch = /^refs\/heads\/(.+)$/.exec(ref)?.[1];
  if (branch === undefined) return { types: [], bypass: [] };
  const rules = await hub.listBranchRules(branch);
  if (rules === null) return null;
  const restricting = new Set(rules.flatMap(({ type, ruleset }) => (type === 'update' ? [ruleset] : [])));
  const bypass: RefRules['bypass'][number][] = [];
  for (const ruleset of restricting) bypass.push(await hub.readBypass(ruleset));
  return { types: rules.map(({ type }) => type), bypass };
}

async function listEnvironments(hub: InspectedHub): Promise<readonly HoldingEnvironment[] | null> {
  const environments = await hub.listEnvironments();
  if (environments === null) return null;
  const found: HoldingEnvironment[] = [];
  for (const one of environments) found.push({ ...one, secrets: await hub.listSecrets(one.name) });
  return found;
}

/** Where GitHub looks for it; the first one counts. */
const codeOwnersPaths = ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS'];

async function listUnowned(hub: InspectedHub, paths: readonly string[]): Promise<readonly string[] | null> {
  for (const file of codeOwnersPaths) {
    const text = await hub.readText(file);
    if (text === null) return null;
    if (text !== '') return paths.filter((path) => !hasOwner(text, path));
  }
  return paths;
}

/** More than a repository has that people look after. */
const mostWorkflows = 50;

async function readScheduledVerify(hub: InspectedHub): Promise<boolean | null> {
  const paths = await hub.listFolder('.github/workflows');
  if (paths === null) return null;
  const texts = new Map<string, string>();
  for (const path of paths.filter((one) => /\.ya?ml$/.test(one)).slice(0, mostWorkflows)) {
    const text = await hub.readText(path);
    if (text === null) return null;
    texts.set(path, text);
  }
  return schedulesVerify(texts);
}

/** Whether a scheduled workflow, or one of the same repository that it calls, runs `verify --github`. */
export function schedulesVerify(workflows: ReadonlyMap<string, string>): boolean {
  return [...workflows.values()].map(withoutComments).some((text) => {
    if (!/^\s*['"]?schedule['"]?:/m.test(text)) return false;
    const called = [...text.matchAll(/\buses:\s*['"]?(?:\.|\$)\/(\S+?\.ya?ml)\b/g)].map(([, path = '']) => path);
    return [text, ...called.map((path) => withoutComments(workflows.get(path) ?? ''))].some(
      (one) =>
        (/\bcommand:\s*['"]?verify\b/.test(one) && /\bgithub:\s*['"]?true\b/.test(one)) ||
        /\bzendrift verify\b.*--github\b/.test(one),
    );
  });
}

const withoutComments = (text: string): string => text.replaceAll(/(?:^|\s)#.*$/gm, '');

/**
 * Whether CODEOWNERS names someone for a path: the last line that matches counts, and one without names takes owners away.
 * https://docs.github.com/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners
 */
export function hasOwner(text: string, path: string): boolean {
  const lines = withoutComments(text)
    .split(/\r?\n/)
    .map((line) => line.trim().split(/\s+/))
    .filter(([pattern]) => pattern !== undefined && pattern !== '');
  const last = lines.findLast(([pattern = '']) => toPathPattern(pattern).test(path));
  return last !== undefined && last.length > 1;
}

/** As .gitignore reads it: anchored where a slash stands before the end, and a folder stands for all that is in it. */
function toPathPattern(pattern: string): RegExp {
  const anchored = pattern.slice(0, -1).includes('/');
  const source = pattern
    .replace(/^\//, '')
    .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll(/\*\*\/|\/\*\*$|\*\*|\*|\?/g, (part) => globs[part] ?? part);
  const end = pattern.endsWith('/') ? '.*' : pattern.endsWith('*') ? '' : '(?:/.*)?';
  return new RegExp(`^${anchored ? '' : '(?:.*/)?'}${source}${end}$`);
}

const globs: Readonly<Record<string, string>> = {
  '**/': '(?:.*/)?',
  '/**': '/.*',
  '**': '.*',
  '*': '[^/]*',
  '?': '[^/]',
};
