import type { FileVersion } from '#ports.ts';
import { readPresentBlobs } from './present-blobs.ts';
import type { RecordedConfig, VerifyRun } from './verify-run.ts';
import type { Walk } from './walk.ts';

/** The configurations that history names, and those that the configuration branch had. */
export interface KnownConfigs {
  /** Blob → the configuration in it; null where it is not in the repository or can no longer be read. */
  readonly configs: ReadonlyMap<string, RecordedConfig | null>;
  /** Every text that the configuration file had on its branch, newest first. */
  readonly versions: readonly FileVersion[];
  /** The branch that they are from, in words. */
  readonly branch: string;
  /** Whether the branch ever had this configuration, or this lack of one. */
  isVersion(blob: string): boolean;
}

/** No file is the same as an empty one: the defaults hold, and no commit needs to have the empty text. */
export const noConfig = ({ repository }: VerifyRun): string => repository.blobId('');

export async function readConfigs(run: VerifyRun, { steps }: Walk): Promise<KnownConfigs> {
  const { repository } = run;
  const none = noConfig(run);
  const named = [
    ...new Set(
      steps.flatMap(({ facts }) =>
        facts.type === 'change' ? [facts.verdict.policy] : facts.type === 'decision' ? [facts.config] : [],
      ),
    ),
  ];
  const { texts } = await readPresentBlobs(
    repository,
    named.filter((blob) => blob !== none && blob !== 'none'),
  );
  const versions = await repository.listFileVersions(run.configPaths);
  const blobs = new Set(versions.map(({ blob }) => blob));
  if (await wasEverAbsent(run, versions)) blobs.add(none);
  return {
    versions,
    branch: repository.defaultBranch === null ? 'the checked-out commit' : `branch ${repository.defaultBranch}`,
    isVersion: (blob) => blobs.has(blob),
    configs: new Map(
      named.map((blob) => {
        const text = blob === none ? '' : texts.get(blob);
        return [blob, text === undefined ? null : run.parseRecordedConfig(text, blob)];
      }),
    ),
  };
}

/** Whether some commit of the branch had no configuration: none has one now, or one that has a parent brought it. */
async function wasEverAbsent({ repository, configSource }: VerifyRun, versions: readonly FileVersion[]) {
  if (configSource.path === null || versions.length === 0) return true;
  for (const { before, commit } of versions) {
    if (before === null && (await repository.readCommit(commit))?.parents.length !== 0) return true;
  }
  return false;
}
