import { ZendriftError } from '#errors.ts';
import type { Repository } from '#ports.ts';

export interface PresentBlobs {
  readonly texts: ReadonlyMap<string, string>;
  /** Ids that neither this repository nor the remote has. */
  readonly missing: readonly string[];
}

/** Texts of blobs as far as anybody has them. Looks for what is missing by halves: damage is rare. */
export async function readPresentBlobs(
  repository: Pick<Repository, 'readBlobs'>,
  ids: readonly string[],
): Promise<PresentBlobs> {
  try {
    return { texts: await repository.readBlobs(ids), missing: [] };
  } catch (error) {
    const isMissing = error instanceof ZendriftError && error.code === 'repository-unusable';
    if (!isMissing) throw error;
    if (ids.length <= 1) return { texts: new Map(), missing: ids };
    const middle = Math.ceil(ids.length / 2);
    const left = await readPresentBlobs(repository, ids.slice(0, middle));
    const right = await readPresentBlobs(repository, ids.slice(middle));
    return { texts: new Map([...left.texts, ...right.texts]), missing: [...left.missing, ...right.missing] };
  }
}
