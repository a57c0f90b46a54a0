import { blobIdOf } from '#git/object-id.ts';
import type { Account } from '#sandbox/zendesk/account.ts';
import type { Editor } from '#sandbox/zendesk/edit.ts';
import { canonicalFiles } from '../support/canonical-files.ts';

/** One text that a file of the account had, and who made it so. */
export interface Version {
  /** Blob id of the text; null = the object was deleted. */
  readonly blob: string | null;
  readonly actor: string;
}

/** Who made each content: what no commit may get wrong. */
export interface Makers {
  /** Edits as someone, and notes what became of every file. */
  edit(actor: number, work: (editor: Editor) => void): void;
  /** Versions of a path (`snapshots/acme/macros/1.json`), oldest first. */
  versionsOf(path: string): readonly Version[];
}

/**
 * Watches an account from now on; every edit has to go through `edit`. An edit that shows in no field counts as well: what it
 * found there, an unlogged edit before it perhaps, the account says under its name.
 */
export function watchMakers(account: Account, name: string): Makers {
  const versions = new Map<string, Version[]>();
  let known = canonicalFiles(account, name);
  let entries = account.entries().length;
  return {
    edit: (actor, work) => {
      work(account.as(actor, { ip: `203.0.113.${actor % 200}` }));
      const present = canonicalFiles(account, name);
      const logged = new Set(
        account
          .entries()
          .slice(entries)
          .map(({ source_id }) => `/${source_id}.json`),
      );
      entries = account.entries().length;
      for (const path of new Set([...known.keys(), ...present.keys()])) {
        const text = present.get(path) ?? null;
        if (text === (known.get(path) ?? null) && !logged.has(path.slice(path.lastIndexOf('/')))) continue;
        const blob = text === null ? null : blobIdOf('sha1', text);
        versions.set(path, [...(versions.get(path) ?? []), { blob, actor: String(actor) }]);
      }
      known = present;
    },
    versionsOf: (path) => versions.get(path) ?? [],
  };
}
