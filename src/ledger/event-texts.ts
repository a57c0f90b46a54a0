import { type Names, noNames } from '#core/names/names.ts';
import { parseNames } from '#core/names/names-text.ts';
import { objectKey } from '#core/object-key.ts';
import type { Repository } from '#ports.ts';
import type { Texts } from './describe-event.ts';
import { blobsOf, type ObjectEvent, type States } from './object-event.ts';
import type { TitledObject } from './titled-objects.ts';

/** Words of the account stay the same for many events: they are parsed once for these. */
const mostNames = 8;

/** Reads every text that describing some events needs, in one read. `titled` = titles of objects as they are, or were last. */
export function openTexts(
  repository: Pick<Repository, 'readBlobs'>,
  titled: readonly TitledObject[],
): (events: readonly (ObjectEvent | States)[]) => Promise<Texts> {
  const titles = new Map(titled.map(({ object, title }) => [object, title]));
  const parsed = new Map<string, Names>();
  return async (events) => {
    const texts = await repository.readBlobs([...new Set(events.flatMap(blobsOf))]);
    return {
      textOf: (blob) => texts.get(blob) ?? null,
      namesOf: (blob) => {
        if (blob === null) return noNames;
        const names = parsed.get(blob) ?? parseNames(texts.get(blob) ?? '{}');
        if (parsed.size >= mostNames && !parsed.has(blob)) parsed.clear();
        parsed.set(blob, names);
        return names;
      },
      titleOf: (kind, id) => titles.get(objectKey(kind, id)) ?? null,
    };
  };
}
