import type { Config, Identity } from '#config/config.ts';
import type { GitHubAccount } from '#core/commit/commit-facts.ts';
import type { Words } from '#core/words.ts';
import { renderHours } from '#policy/hours.ts';
import { renderClauses } from '#policy/owners.ts';
import type { OwnerRule } from '#policy/rule.ts';

/** What a new configuration changes, in words. */
export interface DescribedConfiguration {
  /** The most informative of the lines, for a subject. */
  readonly headline: string;
  readonly lines: readonly Words[];
}

/** `before` null = there was none, or it can no longer be read. */
export function describeConfiguration(
  before: Config | null,
  after: Config,
  accounts: readonly GitHubAccount[],
): DescribedConfiguration {
  const lines = [
    ...(before === null ? [] : describeRules('Rule', before.policy.rules, after.policy.rules)),
    ...(before === null ? [] : describeRules('Alert', before.alerts, after.alerts)),
    ...(before === null ? [] : describeIdentities(before, after, accounts)),
    ...(before === null ? [] : describeOwners(before.owners, after.owners)),
    ...(before === null ? [] : describeSettings(before, after)),
    ...accounts.map(({ login, id }): Words => ['GitHub login ', { value: login }, ` is user id ${id}`]),
  ];
  const first =
    lines[0] === undefined ? null : lines[0].map((word) => (typeof word === 'string' ? word : word.value)).join('');
  return { headline: headlineOf(before, first, lines.length), lines };
}

function headlineOf(before: Config | null, first: string | null, count: number): string {
  if (before === null) return 'Configuration changed';
  if (first === null) return 'Configuration changed: no rules or approvers';
  const more = count === 1 ? '' : ` and ${count - 1} more`;
  return `Configuration changed: ${first.slice(0, 1).toLowerCase()}${first.slice(1)}${more}`;
}

type Named = { readonly name: string };

function describeRules(what: 'Rule' | 'Alert', before: readonly Named[], after: readonly Named[]): readonly Words[] {
  const [old, now] = [byName(before), byName(after)];
  const removed = before
    .filter(({ name }) => !now.has(name))
    .map(({ name }): Words => [`${what} removed: `, { value: name }]);
  const changed = after.flatMap((rule): readonly Words[] => {
    const previous = old.get(rule.name);
    if (previous === undefined) return [[`${what} added: `, { value: rule.name }, ` (${clausesOf(rule)})`]];
    const keys = [...new Set([...Object.keys(previous), ...Object.keys(rule)])];
    return keys.flatMap((key) =>
      describeValue(
        [`${what} `, { value: rule.name }, `: ${toKey(key)}`],
        Reflect.get(previous, key),
        Reflect.get(rule, key),
      ),
    );
  });
  const kept = (rules: readonly Named[], other: ReadonlyMap<string, Named>) =>
    rules.map(({ name }) => name).filter((name) => other.has(name));
  const isReordered = JSON.stringify(kept(before, now)) !== JSON.stringify(kept(after, old));
  return [
    ...removed,
    ...changed,
    ...(isReordered ? [[`The order of the ${what.toLowerCase()}s changed`] as const] : []),
  ];
}

const byName = (rules: readonly Named[]): ReadonlyMap<string, Named> => new Map(rules.map((rule) => [rule.name, rule]));

const clausesOf = ({ name: _name, ...clauses }: Named): string =>
  Object.entries(clauses)
    .map(([key, value]) => `${toKey(key)}: ${print(value)}`)
    .join('; ');

function describeIdentities(
  { identities: before }: Config,
  { identities: after }: Config,
  accounts: readonly GitHubAccount[],
): readonly Words[] {
  const personWords = toPersonWords(accounts);
  const ids = [...new Set([...before.keys(), ...after.keys()])];
  return ids.flatMap((id): readonly Words[] => {
    const [old, now] = [before.get(id), after.get(id)];
    if (now === undefined) return [[`Identity removed: Zendesk ${id}`, ...personWords(' was', old)]];
    if (old === undefined) return [[`Identity added: Zendesk ${id}`, ...personWords(' is', now)]];
    return JSON.stringify(old) === JSON.stringify(now)
      ? []
      : [[`Identity changed: Zendesk ${id}`, ...personWords(' is', now), ...personWords(', was', old)]];
  });
}

const toPersonWords =
  (accounts: readonly GitHubAccount[]) =>
  (verb: string, identity: Identity | undefined): Words => {
    if (!identity?.github) return [`${verb} no GitHub user`];
    const { github } = identity;
    const id = identity.githubId ?? accounts.find(({ login }) => login.toLowerCase() === github.toLowerCase())?.id;
    return [`${verb} GitHub `, { value: github }, ...(id === undefined ? [] : [` (id ${id})`])];
  };

/** Entries have no names: one that differs is another one, in its place in the list. */
function describeOwners(before: readonly OwnerRule[], after: readonly OwnerRule[]): readonly Words[] {
  const [old, now] = [before.map(ownerWords), after.map(ownerWords)];
  const texts = (all: readonly Words[]) => all.map((words) => JSON.stringify(words));
  const [oldTexts, nowTexts] = [texts(old), texts(now)];
  const removed = old.filter((words) => !nowTexts.includes(JSON.stringify(words)));
  const added = now.filter((words) => !oldTexts.includes(JSON.stringify(words)));
  const kept = (all: readonly string[], other: readonly string[]) => all.filter((text) => other.includes(text)).join();
  return [
    ...removed.map((words): Words => ['Owners removed: ', ...words]),
    ...added.map((words): Words => ['Owners added: ', ...words]),
    ...(kept(oldTexts, nowTexts) === kept(nowTexts, oldTexts) ? [] : [['The order of the owners changed'] as const]),
  ];
}

const approvalWords = { no: 'are assigned', too: 'may approve too', only: 'alone may approve' } as const;

const ownerWords = (rule: OwnerRule): Words => [
  { value: rule.logins.join(', ') },
  ` ${approvalWords[rule.approve]} for `,
  { value: renderClauses(rule) },
];

/** Everything else that has a value, by its path. */
function describeSettings(before: Config, after: Config): readonly Words[] {
  const [old, now] = [flatten(before), flatten(after)];
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((path) =>
    describeValue([toKey(path)], old.get(path), now.get(path)),
  );
}

function flatten({
  policy,
  identities: _identities,
  owners: _owners,
  alerts: _alerts,
  hours,
  ...config
}: Config): ReadonlyMap<string, unknown> {
  const values = new Map<string, unknown>([
    ['policy.default', policy.default],
    ['hours', hours && renderHours(hours, config.timezone)],
    ['approvers.highRisk.approvals', config.approvers.highRisk.approvals],
    ['approvers.highRisk.reason', config.approvers.highRisk.reason],
  ]);
  for (const [key, value] of Object.entries(config)) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) values.set(key, value);
    else
      for (const [inner, one] of Object.entries(value))
        if (`${key}.${inner}` !== 'approvers.highRisk') values.set(`${key}.${inner}`, one);
  }
  return values;
}

/** As the configuration file writes it: `approvers.outside-zendesk`. */
const toKey = (path: string): string => path.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

function describeValue(subject: Words, before: unknown, after: unknown): readonly Words[] {
  const [old, now] = [print(before), print(after)];
  return old === now ? [] : [[...subject, ' is now ', toWord(now), ' (was ', toWord(old), ')']];
}

/** Without a value there is nothing to quote. */
const [unset, empty] = ['not set', 'empty'];

const toWord = (printed: string): Words[number] =>
  printed === unset || printed === empty ? printed : { value: printed };

function print(value: unknown): string {
  if (value === undefined || value === null) return unset;
  if (Array.isArray(value)) return value.length === 0 ? empty : value.map(print).join(', ');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
