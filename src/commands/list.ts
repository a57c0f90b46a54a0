import { kindOf, objectAt } from '#core/object-key.ts';
import { toRecordedObject } from '#core/references/recorded-object.ts';
import { switchIn } from '#core/snapshot/known-as.ts';
import { ZendriftError } from '#errors.ts';
import { kindNames, kinds } from '#kinds/registry.ts';
import { compareTitled } from '#ledger/titled-objects.ts';
import type { ListedObject, ListResult } from '#render/list/list-result.ts';
import { type ListNotes, renderListSummary, renderListText } from '#render/list/list-text.ts';
import type { CommandOutcome } from './command.ts';
import type { ListRun } from './list/list-run.ts';
import { type ReadObjects, readObjects } from './list/read-objects.ts';

/** `zendrift list [KIND]`: the objects as they are recorded. Needs neither Zendesk nor GitHub. */
export async function list(run: ListRun): Promise<CommandOutcome> {
  const kind = parseKind(run.kind);
  const read = await readObjects(run);
  const objects = await toObjects(run, read, kind);
  const result: ListResult = { version: 1, account: run.account, kind, objects };
  const drifting = new Set<string>([...read.open.keys()].filter((object) => kind === null || kindOf(object) === kind));
  const notes: ListNotes = { timezone: run.timezone, drifting };
  return {
    exitCode: 0,
    lines: renderListText(result, notes),
    json: result,
    summary: renderListSummary(result, notes),
    outputs: {},
    annotations: [],
  };
}

/** `trigger`, or `triggers` as the folder is called. */
function parseKind(typed: string | null): string | null {
  if (typed === null) return null;
  const name = typed.toLowerCase();
  const found = kinds.find((kind) => kind.name === name || kind.plural === name);
  if (found) return found.name;
  throw new ZendriftError('settings-invalid', {
    problems: `unknown kind ${JSON.stringify(typed.slice(0, 80))}`,
    hint: `The kinds are ${kindNames.join(', ')}.`,
  });
}

async function toObjects(
  { account, repository }: ListRun,
  { recorded, last, open, issues }: ReadObjects,
  kind: string | null,
): Promise<readonly ListedObject[]> {
  const files = [...recorded].flatMap(([path, blob]) => {
    const object = objectAt(account, path);
    return object === null || (kind !== null && kindOf(object) !== kind) ? [] : [{ object, blob }];
  });
  const texts = await repository.readBlobs([...new Set(files.map(({ blob }) => blob))]);
  return files
    .map(({ object, blob }): ListedObject => {
      const snapshot = toRecordedObject(object, texts.get(blob) ?? '');
      const change = last.get(object);
      const episode = open.get(object);
      const names = new Map(change?.entries.map(({ actorId, actorName }) => [actorId, actorName]));
      return {
        object,
        title: snapshot?.title ?? '',
        active: switchIn(snapshot?.value ?? {}),
        changed: change === undefined ? null : (change.entries.at(-1)?.time ?? change.observed),
        actor: names.size === 0 ? null : [...names.values()].join('; '),
        open: episode === undefined ? null : (issues.get(object) ?? episode.issue),
      };
    })
    .sort(compareTitled);
}
