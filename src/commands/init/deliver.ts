import { toUtcTime } from '#core/time.ts';
import { isGitHubFailure, ZendriftError } from '#errors.ts';
import type { ShownFile, Step } from '#render/init/init-result.ts';
import type { Base } from './find-base.ts';
import type { InitRun, PullRequest } from './init-run.ts';
import { isWritten } from './plan-files.ts';
import { toLeft } from './survey.ts';

export interface Delivery {
  readonly pull: PullRequest | null;
  /** Files that stand in the work tree now. */
  readonly isLocal: boolean;
  /** Files that the work tree holds with a text that git does not have. */
  readonly kept: readonly string[];
  readonly left: readonly Step[];
}

const nothing: Delivery = { pull: null, isLocal: false, kept: [], left: [] };

/** Brings the files to a pull request, or to the work tree where that is wanted or nothing else is possible. */
export async function deliver(
  run: InitRun,
  base: Base,
  files: readonly ShownFile[],
  renderBody: () => string,
): Promise<Delivery> {
  const changes = files.filter(isWritten);
  const { tip, problem } = run.workspace;
  if (base.commit === null) {
    const written = await writeAll(run, changes);
    return { ...written, left: [...written.left, ...toReasons(run, problem, tip.commit)] };
  }
  const isProposed = base.commit !== tip.commit;
  if (changes.length === 0 && !isProposed) return nothing;
  if (changes.length > 0) {
    try {
      const message = renderMessage(base, changes);
      const time = toUtcTime(run.clock.now());
      await run.workspace.propose({ parent: base.commit, files: changes, message, branch: base.branch, time });
    } catch (error) {
      if (!(error instanceof ZendriftError) || error.code === 'stopped') throw error;
      const written = await writeAll(run, changes);
      return { ...written, left: [...written.left, toLeft(`Push the branch ${base.branch}`, error)] };
    }
  }
  return openPull(run, base, renderBody);
}

const toReasons = ({ options }: InitRun, problem: ZendriftError | null, tip: string | null): readonly Step[] => {
  if (!options.pullRequest) return [];
  if (problem !== null) return [toLeft('Open a pull request', problem)];
  return tip === null
    ? [
        {
          title: 'Open a pull request',
          lines: ['The default branch has no commit yet, so the files are left in the work tree.'],
        },
      ]
    : [];
};

async function openPull(run: InitRun, base: Base, renderBody: () => string): Promise<Delivery> {
  if (base.pull !== null) return { ...nothing, pull: base.pull };
  const { hub, repository, workspace } = run;
  const page = repository === null ? `Branch ${base.branch}` : `${repository.url}/compare/${base.branch}?expand=1`;
  const byHand = (reason: string): Step => ({ title: 'Open the pull request', lines: [reason, page] });
  if (hub === null) return { ...nothing, left: [byHand('There is no token for GitHub.')] };
  try {
    const title = base.config === null ? 'Set up zendrift' : 'Update zendrift';
    const draft = { head: base.branch, base: workspace.tip.branch ?? 'main', title, body: renderBody() };
    return { ...nothing, pull: await hub.createPullRequest(draft) };
  } catch (error) {
    if (isGitHubFailure(error)) return { ...nothing, left: [byHand(error.message)] };
    throw error;
  }
}

/** A text that git does not have is never replaced: nobody could bring it back. */
async function writeAll({ workspace }: InitRun, changes: readonly ShownFile[]): Promise<Delivery> {
  const kept: string[] = [];
  let isLocal = false;
  for (const { path, text } of changes) {
    const here = await workspace.readLocal(path);
    const committed = workspace.tip.commit === null ? null : await workspace.readFile(workspace.tip.commit, path);
    if (here !== null && here !== committed && here !== text) kept.push(path);
    else {
      await workspace.writeLocal(path, text);
      isLocal = true;
    }
  }
  return { ...nothing, isLocal, kept };
}

function renderMessage({ config }: Base, changes: readonly ShownFile[]): string {
  const lines = changes.map(({ path, status }) => `- ${path} ${status}`);
  return `${config === null ? 'Set up' : 'Update'} zendrift\n\n${lines.join('\n')}\n`;
}
