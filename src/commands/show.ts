import { isOrder, type ObjectKey, objectKey } from '#core/object-key.ts';
import { pathOf } from '#core/state/history.ts';
import { ZendriftError } from '#errors.ts';
import { idForm } from '#kinds/object-id.ts';
import { kindNames } from '#kinds/registry.ts';
import { openTexts } from '#ledger/event-texts.ts';
import { inspectRecord } from '#ledger/record-branch.ts';
import { readRemembered } from '#ledger/remembered.ts';
import { findNear, findTitled, readTitles, type TitledObject } from '#ledger/titled-objects.ts';
import type { ShowResult } from '#render/show/show-result.ts';
import { renderShowSummary, renderShowText } from '#render/show/show-text.ts';
import type { CommandOutcome } from './command.ts';
import { type ObjectHistory, readObjectHistory } from './show/read-object-history.ts';
import type { ShowRun } from './show/show-run.ts';
import { toShown } from './show/to-shown.ts';

/** `zendrift show KIND/ID|TITLE`: what history says of one object, newest first. Needs neither Zendesk nor GitHub. */
export async function show(run: ShowRun): Promise<CommandOutcome> {
  const { repository, account, progress } = run;
  const typed = run.object ?? '';
  if (typed === '') {
    const hint =
      'Name one, such as "zendrift show trigger/360000000041" or "zendrift show trigger/order", or give its title.';
    throw new ZendriftError('settings-invalid', { problems: 'show needs an object', hint });
  }
  progress.stage('Reading history');
  const tip = await inspectRecord(run);
  const { branch } = tip;
  const { dropped } = await readRemembered(run, tip);
  const read = (object: ObjectKey | null) => readObjectHistory({ ...run, dropped }, branch, object);
  const named = parseObject(typed);
  const first = await read(named);
  const titled = await readTitles(repository, account, first);
  const object = named !== null && first.events.length > 0 ? named : findByTitle(run, typed, titled);
  const history = object === named ? first : await read(object);
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

/** `rule/<id>` = an object that came and went between two runs, whose kind nobody saw. */
function parseObject(typed: string): ObjectKey | null {
  const [, kind = '', id = ''] = new RegExp(`^([a-z-]+)/(${idForm})$`).exec(typed) ?? [];
  return kindNames.includes(kind) || kind === 'rule' ? objectKey(kind, id) : null;
}

/** Throws where nothing, or more than one object, has this title. */
function findByTitle(run: ShowRun, typed: string, titled: readonly TitledObject[]): ObjectKey {
  const found = findTitled(titled, typed);
  const [only] = found;
  if (only === undefined) throw unknown(run, typed, titled);
  if (found.length === 1) return only.object;
  const shown = found.slice(0, mostNamed).map(nameOf).join(', ');
  const rest = found.length > mostNamed ? `, and ${found.length - mostNamed} more` : '';
  const hint = `Name one by kind and id: ${shown}${rest}.`;
  throw new ZendriftError('settings-invalid', {
    problems: `${found.length} objects of ${run.account} have the title ${JSON.stringify(typed.slice(0, 200))}`,
    hint,
  });
}

const mostNamed = 10;

const nameOf = ({ object, title }: TitledObject): string => `${object} "${title.slice(0, 100)}"`;

function unknown({ account }: ShowRun, typed: string, titled: readonly TitledObject[]): ZendriftError {
  const near = findNear(titled, typed).map(nameOf);
  const form = 'Name an object by its kind, such as trigger or macro, a slash and its id or "order", or by its title.';
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
  const texts = await openTexts(run.repository, titled)(history.events);
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
