import { noNames } from '#core/names/names.ts';
import { parseNames } from '#core/names/names-text.ts';
import { isOrder, type ObjectKey, objectKey } from '#core/object-key.ts';
import { pathOf } from '#core/state/history.ts';
import { ZendriftError } from '#errors.ts';
import { idForm } from '#kinds/object-id.ts';
import { kindNames } from '#kinds/registry.ts';
import type { ShowResult } from '#render/show/show-result.ts';
import { renderShowSummary, renderShowText } from '#render/show/show-text.ts';
import type { CommandOutcome } from './command.ts';
import type { Texts } from './show/describe-event.ts';
import { findNear, readTitles, type TitledObject } from './show/near-objects.ts';
import { type ObjectHistory, readObjectHistory } from './show/read-object-history.ts';
import type { ShowRun } from './show/show-run.ts';
import { toShown } from './show/to-shown.ts';

/** `zendrift show KIND/ID`: what history says of one object, newest first. Needs neither Zendesk nor GitHub. */
export async function show(run: ShowRun): Promise<CommandOutcome> {
  const { repository, account, progress } = run;
  const typed = run.object ?? '';
  if (typed === '') {
    const hint = 'Name one, such as "zendrift show trigger/360000000041" or "zendrift show trigger/order".';
    throw new ZendriftError('settings-invalid', { problems: 'show needs an object', hint });
  }
  const object = parseObject(typed);
  progress.stage('Reading history');
  const { branch } = (await repository.inspectTip()).tip;
  const history = branch === null ? noHistory : await readObjectHistory(run, branch, object);
  const titled = await readTitles(repository, account, history);
  if (object === null || history.events.length === 0) throw unknown(run, typed, titled);
  const result = await toResult(run, object, history, titled);
  return {
    exitCode: 0,
    lines: renderShowText(result, run.logins),
    json: result,
    summary: renderShowSummary(result, run.logins),
    outputs: {},
    annotations: [],
  };
}

const noHistory: ObjectHistory = { events: [], recorded: new Map(), deleted: new Map() };

/** `rule/<id>` = an object that came and went between two runs, whose kind nobody saw. */
function parseObject(typed: string): ObjectKey | null {
  const [, kind = '', id = ''] = new RegExp(`^([a-z-]+)/(${idForm})$`).exec(typed) ?? [];
  return kindNames.includes(kind) || kind === 'rule' ? objectKey(kind, id) : null;
}

function unknown({ account }: ShowRun, typed: string, titled: readonly TitledObject[]): ZendriftError {
  const near = findNear(titled, typed).map(({ object, title }) => `${object} "${title.slice(0, 100)}"`);
  const form = `Name an object by its kind (${kindNames.join(', ')}), a slash and its id or "order".`;
  const hint = near.length > 0 ? `Did you mean ${near.join(' or ')}?` : form;
  return new ZendriftError('object-unknown', { object: JSON.stringify(typed.slice(0, 200)), account, hint });
}

async function toResult(
  run: ShowRun,
  object: ObjectKey,
  history: ObjectHistory,
  titled: readonly TitledObject[],
): Promise<ShowResult> {
  const path = pathOf(run.account, object);
  const texts = await readTexts(run, history, titled);
  const events = history.events.map((event) => toShown(event, object, texts)).reverse();
  return {
    version: 1,
    account: run.account,
    object,
    title: isOrder(object) ? '' : (titled.find((one) => one.object === object)?.title ?? ''),
    path,
    present: path !== null && history.recorded.has(path),
    timezone: run.timezone,
    events,
  };
}

/** Every text that the words need, in one read. */
async function readTexts(
  { repository }: ShowRun,
  { events }: ObjectHistory,
  titled: readonly TitledObject[],
): Promise<Texts> {
  const blobs = events.flatMap((event) => {
    const states = event.type === 'change' ? event.change : event.type === 'moved' ? null : toStates(event);
    return [states?.before ?? [], states?.after ?? [], event.names ?? []].flat();
  });
  const texts = await repository.readBlobs(blobs);
  const titles = new Map(titled.map(({ object, title }) => [object, title]));
  return {
    textOf: (blob) => texts.get(blob) ?? null,
    namesOf: (blob) => (blob === null ? noNames : parseNames(texts.get(blob) ?? '{}')),
    titleOf: (kind, id) => titles.get(objectKey(kind, id)) ?? null,
  };
}

const toStates = (event: ObjectHistory['events'][number]) =>
  event.type === 'baseline' || event.type === 'repair' ? event : null;
