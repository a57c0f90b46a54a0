import type { ConfigurationFacts } from '#core/commit/commit-facts.ts';
import type { CommitRecord } from '#core/commit/commit-record.ts';
import { shortId } from '#core/commit/marker.ts';
import type { ConfigSource, FileVersion, Repository } from '#ports.ts';

/** The configurations that the configuration branch ever had. */
export interface ConfigVersions {
  /** Every text that the configuration file had on its branch, newest first. */
  readonly versions: readonly FileVersion[];
  /** The branch that they are from, in words. */
  readonly branch: string;
  /** Whether the branch ever had this configuration, or this lack of one. */
  isVersion(blob: string): boolean;
}

export interface ConfigPlaces {
  readonly repository: Pick<Repository, 'listFileVersions' | 'readCommit' | 'blobId' | 'defaultBranch'>;
  readonly configSource: ConfigSource;
  /** Where in the configuration branch the file may be, or may have been. */
  readonly configPaths: readonly string[];
}

/** The same, read once and not before it is needed. */
export function openConfigVersions(places: ConfigPlaces): () => Promise<ConfigVersions> {
  let read: Promise<ConfigVersions> | undefined;
  return () => {
    read ??= readConfigVersions(places);
    return read;
  };
}

export async function readConfigVersions(places: ConfigPlaces): Promise<ConfigVersions> {
  const { repository, configPaths } = places;
  const versions = await repository.listFileVersions(configPaths);
  const blobs = new Set(versions.map(({ blob }) => blob));
  // No file is the same as an empty one: the defaults hold, and no commit needs to have the empty text.
  if (await wasEverAbsent(places, versions)) blobs.add(repository.blobId(''));
  return {
    versions,
    branch: repository.defaultBranch === null ? 'the checked-out commit' : `branch ${repository.defaultBranch}`,
    isVersion: (blob) => blobs.has(blob),
  };
}

/** Whether some commit of the branch had no configuration: none has one now, or one that has a parent brought it. */
async function wasEverAbsent({ repository, configSource }: ConfigPlaces, versions: readonly FileVersion[]) {
  if (configSource.path === null || versions.length === 0) return true;
  for (const { before, commit } of versions) {
    if (before === null && (await repository.readCommit(commit))?.parents.length !== 0) return true;
  }
  return false;
}

type Author = Pick<CommitRecord, 'authorName' | 'authorEmail' | 'authorTime'>;

/** What the configuration branch has against a recorded change of the configuration: who brought it, and whether anyone did. */
export function objectToVersion(
  { before, after, commit, accounts }: ConfigurationFacts,
  { authorName, authorEmail, authorTime }: Author,
  { versions, branch, isVersion }: ConfigVersions,
  none: string,
): string | null {
  if (before === after && accounts.length === 0) return 'records no change';
  if (before === after || after === null) {
    if (commit !== null) return `names ${shortId(commit)}, but brings no configuration`;
    return isVersion(after ?? none) ? null : `names the configuration ${nameOf(after)}, which ${branch} never had`;
  }
  const version = versions.find((one) => one.commit === commit && one.blob === after);
  if (version === undefined) {
    const named = commit === null ? 'no commit' : shortId(commit);
    return `names ${named} as what brought configuration ${shortId(after)}: it is none of ${branch}`;
  }
  const isAuthor =
    isSameText(authorName, version.authorName) &&
    isSameText(authorEmail, version.authorEmail) &&
    authorTime * 1000 === Date.parse(version.time);
  return isAuthor ? null : `its author is not that of ${shortId(version.commit)}, which brought it`;
}

const nameOf = (blob: string | null): string => (blob === null ? 'none' : shortId(blob));

/** Whatever git or a server would refuse in a name or address was taken out, and long ones were cut. */
function isSameText(written: string, original: string): boolean {
  const [short, long] = [written, original].map((text) => text.replace(/[^\p{L}\p{N}]+/gu, ''));
  return long === '' || (short !== '' && long?.startsWith(short ?? '') === true);
}
