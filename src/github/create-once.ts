import { ZendriftError } from '#errors.ts';

export interface CreateSteps<Made> {
  /** Sends once. */
  readonly create: () => Promise<Made>;
  /** Looks whether it is there after all. */
  readonly find: () => Promise<Made | null>;
  readonly backOff: (failures: number, cause: ZendriftError) => Promise<void>;
  /** Nobody needs to try as long again. */
  readonly giveUp: (cause: ZendriftError) => void;
}

const tries = 3;

/**
 * Creates something that must not exist twice. After a 5xx or a lost answer nobody knows whether GitHub did it: what
 * was to be created is looked for before it is sent again, and a look that fails ends it. Throws what `create` throws.
 */
export async function createOnce<Made>({ create, find, backOff, giveUp }: CreateSteps<Made>): Promise<Made> {
  for (let failures = 1; ; failures += 1) {
    try {
      return await create();
    } catch (error) {
      if (!(error instanceof ZendriftError) || error.code !== 'github-unavailable') throw error;
      await backOff(failures, error);
      const made = await find();
      if (made !== null) return made;
      if (failures < tries) continue;
      giveUp(error);
      throw error;
    }
  }
}

/** The same text as GitHub keeps it: it trims titles and may change line ends. */
export const isSameText = (a: string, b: string): boolean => normalise(a) === normalise(b);

/** The same marker, or without one the same title: a marker names object and change (docs/format.md, Markers). */
export function isSameIssue(
  a: { readonly title: string; readonly body: string },
  b: { readonly title: string; readonly body: string },
): boolean {
  const [first, second] = [firstLine(a.body), firstLine(b.body)];
  return first === second && (first.startsWith('<!--') || isSameText(a.title, b.title));
}

const normalise = (text: string): string => text.replaceAll('\r\n', '\n').trim();

const firstLine = (body: string): string => normalise(body).split('\n', 1)[0]?.trim() ?? '';
