import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Checkout, objectsOf } from './checkout.ts';
import { borrowObjects, openScratch, type Scratch } from './scratch.ts';
import type { Git } from './spawn-git.ts';

/** Where objects are fetched to, read from and written to. */
export interface ObjectStore {
  /** Git in the repository that holds the objects: the user's, or in a dry run one that borrows from it. */
  open(): Promise<Git>;
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

  return {
    async open() {
      if (!dryRun) return checkout.git;
      scratch ??= openBeside();
      return (await scratch).git;
    },
    async close() {
      const opened = await scratch;
      scratch = null;
      await opened?.remove();
    },
  };
}
