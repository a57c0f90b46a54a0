import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Checkout, objectsOf } from './checkout.ts';
import { type ObjectBatch, openObjectBatch, type ReadObjects } from './object-batch.ts';
import { borrowObjects, openScratch, type Scratch } from './scratch.ts';
import type { Git } from './spawn-git.ts';

/** Where objects are fetched to, read from and written to. */
export interface ObjectStore {
  /** Git in the repository that holds the objects: the user's, or in a dry run one that borrows from it. */
  open(): Promise<Git>;
  /** One process serves a whole run. */
  readonly read: ReadObjects;
  close(): Promise<void>;
}

/** A dry run must not change one byte below `.git`, so what it fetches or builds lives beside it. */
export function openObjectStore(checkout: Checkout, dryRun: boolean): ObjectStore {
  let scratch: Promise<Scratch> | null = null;

  async function openBeside(): Promise<Scratch> {
    const opened = await openScratch(checkout.git, checkout.format);
    const shallow = checkout.isShallow ? await readFile(join(checkout.commonDirectory, 'shallow'), 'utf8') : null;
    await borrowObjects(opened, objectsOf(checkout), shallow);
    return opened;
  }

  let batch: Promise<ObjectBatch> | null = null;

  const store: ObjectStore = {
    async open() {
      if (!dryRun) return checkout.git;
      scratch ??= openBeside();
      return (await scratch).git;
    },
    async read(names) {
      batch ??= store.open().then(openObjectBatch);
      const reader = batch;
      try {
        return await (await reader).read(names);
      } catch (thrown) {
        // Its process is gone: whoever asks next may be luckier with another.
        if (batch === reader) batch = null;
        throw thrown;
      }
    },
    async close() {
      const reader = batch;
      batch = null;
      await reader?.then(
        (open) => open.close(),
        () => {},
      );
      const opened = await scratch;
      scratch = null;
      await opened?.remove();
    },
  };
  return store;
}
