import { readPresentBlobs } from './present-blobs.ts';
import type { RecordedConfig, VerifyRun } from './run.ts';
import type { Walk } from './walk.ts';

/** `Verdict-Policy` → the configuration that it names; null where it is not in the repository or not to be read. */
export async function readConfigs(
  run: VerifyRun,
  { steps }: Walk,
): Promise<ReadonlyMap<string, RecordedConfig | null>> {
  const policies = [...new Set(steps.flatMap(({ facts }) => (facts.type === 'change' ? [facts.verdict.policy] : [])))];
  // Without a file the defaults judge: the blob of an empty text, which no commit needs to hold.
  const none = run.repository.blobId('');
  const wanted = policies.filter((blob) => blob !== none && blob !== 'none');
  const { texts } = await readPresentBlobs(run.repository, wanted);
  return new Map(
    policies.map((blob) => {
      const text = blob === none ? '' : texts.get(blob);
      return [blob, text === undefined ? null : run.parseRecordedConfig(text, blob)];
    }),
  );
}
