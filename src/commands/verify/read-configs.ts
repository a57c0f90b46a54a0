import { type ConfigVersions, readConfigVersions } from '#ledger/config-versions.ts';
import { readPresentBlobs } from '#ledger/present-blobs.ts';
import type { RecordedConfig, VerifyRun } from './verify-run.ts';
import type { Walk } from './walk.ts';

/** The configurations that history names, and those that the configuration branch had. */
export interface KnownConfigs extends ConfigVersions {
  /** Blob → the configuration in it; null where it is not in the repository or can no longer be read. */
  readonly configs: ReadonlyMap<string, RecordedConfig | null>;
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
  return {
    ...(await readConfigVersions(run)),
    configs: new Map(
      named.map((blob) => {
        const text = blob === none ? '' : texts.get(blob);
        return [blob, text === undefined ? null : run.parseRecordedConfig(text, blob)];
      }),
    ),
  };
}
