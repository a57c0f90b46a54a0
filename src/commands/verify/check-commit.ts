import type { ChangeFacts } from '#core/commit/commit-facts.ts';
import { idOf, isOrder, kindOf, objectKey } from '#core/object-key.ts';
import type { OwnCommit } from '#core/state/history.ts';
import { pathOf } from '#core/state/history.ts';
import { type Finding, type FindingCode, toFault } from '#render/verify/finding.ts';
import { checkAuthor, checkTimes } from './check-author.ts';
import type { VerifyRun } from './verify-run.ts';

type Recorded = ReadonlyMap<string, string>;

/** What one commit that counts says about itself, against what it did. `recorded` = the files before it. */
export function checkCommit(own: OwnCommit, recorded: Recorded, run: VerifyRun): readonly Finding[] {
  return [
    ...checkBefore(own, recorded),
    ...checkOwnPaths(own, recorded),
    ...(own.facts.type === 'change' ? checkChange(own, own.facts, recorded) : []),
    ...checkSubject(own),
    ...checkTimes(own),
    ...checkAuthor(own, run.addresses),
  ];
}

const at = ({ record }: OwnCommit, code: FindingCode, message: string, path: string | null = null): Finding =>
  toFault(code, message, { commit: record.id, path });

/** Each commit starts from what was recorded; only a repair and a baseline may find something else there. */
function checkBefore(own: OwnCommit, recorded: Recorded): readonly Finding[] {
  if (own.facts.type === 'baseline' || own.facts.type === 'repair') return [];
  return own.record.paths.flatMap(({ path, before, after }) => {
    if (before === after) return [at(own, 'wrong-change', 'changes the mode of a file and nothing else', path)];
    if (before === (recorded.get(path) ?? null)) return [];
    return [at(own, 'wrong-change', 'starts from another state than the one recorded before it', path)];
  });
}

function checkOwnPaths(own: OwnCommit, recorded: Recorded): readonly Finding[] {
  const { facts, record } = own;
  switch (facts.type) {
    // What else the others touch, they do not count with: see `faultOfForm`.
    case 'baseline':
    case 'names':
    case 'log':
    case 'decision':
    case 'expiry':
    case 'configuration':
    case 'move':
    case 'backfill':
    case 'backfilled':
      return [];
    case 'change':
      return record.paths.flatMap(({ path }) =>
        isPathOf(facts, path) ? [] : [at(own, 'extra-path', `a change of ${facts.object} touches it`, path)],
      );
    case 'repair':
      if (record.paths.length === 0) return [at(own, 'wrong-change', 'says that it puts files back, but changes none')];
      return record.paths.flatMap(({ path, after }) =>
        after === (recorded.get(path) ?? null)
          ? []
          : [at(own, 'wrong-change', 'a repair writes something that was not recorded before', path)],
      );
  }
}

const isPathOf = ({ account, object }: ChangeFacts, path: string): boolean =>
  path === pathOf(account, object) || path === pathOf(account, objectKey(kindOf(object), 'order'));

/** `Zendesk-Change` against the object's file. */
function checkChange(own: OwnCommit, facts: ChangeFacts, recorded: Recorded): readonly Finding[] {
  const { account, object, change } = facts;
  const path = pathOf(account, object);
  const file = own.record.paths.find((changed) => changed.path === path);
  const wrong = (message: string): readonly Finding[] => [at(own, 'wrong-change', message, path)];
  if (path === null) {
    return change === 'none' && kindOf(object) === 'rule'
      ? []
      : wrong(`"${change}" of ${object}, a kind without files`);
  }
  if (isOrder(object) && change !== 'reordered' && change !== 'none') return wrong(`"${change}" of an order`);
  switch (change) {
    case 'none':
      if (file) return wrong('says that nothing changed, but the file did');
      // A late entry may explain a deletion, so only the others need their object to be there.
      return facts.explains === undefined && !recorded.has(path) ? wrong('is about an object that was not there') : [];
    case 'created':
      return file && file.before === null && file.after !== null ? [] : wrong('says "created", but makes no file');
    case 'deleted':
      return file && file.after === null ? [] : wrong('says "deleted", but the file is not removed');
    case 'updated':
      return file && file.before !== null && file.after !== null ? [] : wrong('says "updated", but the file is not');
    case 'reordered':
      return isOrder(object) && file?.after ? [] : wrong('says "reordered", but the order is not changed');
  }
}

/** The subject names the object by its id: what people read in a log is what the block says. */
function checkSubject(own: OwnCommit): readonly Finding[] {
  const { facts, record } = own;
  if (facts.type !== 'change' || facts.attribution === 'revision') return [];
  const subject = record.message.split('\n', 1)[0] ?? '';
  const { object } = facts;
  const fits = isOrder(object)
    ? subject.startsWith('Reorder ') || subject.startsWith('Record ')
    : subject.endsWith(`(${idOf(object)})`) && subject.includes(` ${kindOf(object)} `);
  return fits ? [] : [at(own, 'subject', `its subject is about something else than ${object}`)];
}
