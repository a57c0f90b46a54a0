import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { columnWords } from '#core/describe/describe-execution.ts';
import { fieldWords, operatorWords } from '#core/describe/term-words.ts';
import { noNames } from '#core/names/names.ts';
import { isObject } from '#json.ts';
import { findKind } from '#kinds/registry.ts';

// Recorded payloads of real accounts; they lie beside the repository and are never part of it.
const recordings = new URL('../../../../shared/data/salto-io__salto/', import.meta.url);
const missing = !existsSync(recordings);

/** Every object in a recording that has a title and a rule's lists. */
function* objectsIn(value: unknown): Generator<{ readonly [key: string]: unknown }> {
  if (isObject(value) && typeof value['title'] === 'string' && ('conditions' in value || 'actions' in value))
    yield value;
  else if (Array.isArray(value) || isObject(value)) for (const item of Object.values(value)) yield* objectsIn(item);
}

const listOf = (value: unknown): readonly { readonly [key: string]: unknown }[] =>
  Array.isArray(value) ? value.filter(isObject) : [];

describe.skipIf(missing)(
  `the built-in words, against recorded accounts${missing ? ' (recordings not here)' : ''}`,
  () => {
    it.each(['trigger', 'automation', 'macro', 'view'])('cover every field, operator and column of each %s', (name) => {
      const kind = findKind(name);
      if (kind === undefined) throw new Error(name);
      const speech = { kind, names: noNames };
      const objects = [...objectsIn(JSON.parse(readFileSync(new URL(`${kind.plural}.json`, recordings), 'utf8')))];
      expect(objects.length).toBeGreaterThan(2);
      const words = objects.flatMap((object) => {
        const conditions = isObject(object['conditions']) ? object['conditions'] : {};
        const execution = isObject(object['execution']) ? object['execution'] : {};
        return [
          ...listOf(object['actions']).map(({ field }) => fieldWords(speech, 'actions', String(field))),
          ...[...listOf(conditions['all']), ...listOf(conditions['any'])].flatMap(({ field, operator }) => [
            fieldWords(speech, 'conditions', String(field)),
            operatorWords(speech, String(field), String(operator)),
          ]),
          ...listOf(execution['columns']).map(({ id }) => columnWords(speech, String(id))),
        ];
      });
      expect(words.flat().filter((word) => typeof word !== 'string')).toEqual([]);
    });
  },
);
