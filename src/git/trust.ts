import type { CommitRecord, SignatureTrust } from '#core/commit/commit-record.ts';
import { readTrust, type SignatureCache, type SignedPart, type Signers } from './check-signatures.ts';
import type { ReadTrust } from './history-source.ts';
import type { ObjectFormat } from './object-id.ts';

/** What is known of signatures during a run. */
export interface KnownTrust {
  readonly of: ReadTrust;
  /** Whether a commit by itself is signed; true where no signers are named. */
  isSigned(part: SignedPart): Promise<boolean>;
  /** Reads what a later commit says of earlier ones, unless that is known: `history` = a reading from the branch's tip. */
  learn(commit: string, history: () => AsyncGenerator<CommitRecord>): Promise<void>;
}

/**
 * Opens the memory of checked signatures. What was believed once stays so: who stands for a commit may be behind the point
 * from which history is read the next time.
 */
export function openTrust(format: ObjectFormat, signers: Signers | null): KnownTrust {
  const cache: SignatureCache = new Map();
  const believed = new Map<string, SignatureTrust>();
  let learned = false;

  const of: ReadTrust = async (parts) => {
    if (signers === null) return null;
    const found = await readTrust(parts, format, signers, cache);
    for (const [id, trust] of found) if (trust !== 'unsigned' && trust !== 'invalid') believed.set(id, trust);
    return new Map([...found].map(([id, trust]) => [id, believed.get(id) ?? trust]));
  };

  return {
    of,
    async isSigned(part) {
      const found = await of([part]);
      return found === null || part.ids.every((id) => found.get(id) === 'signed');
    },
    async learn(commit, history) {
      if (signers === null || learned || believed.has(commit)) return;
      learned = true;
      const reading = history();
      // All of it is checked before the first commit comes.
      await reading.next();
      await reading.return(undefined);
    },
  };
}
