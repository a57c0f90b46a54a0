import type { Words } from '#core/words.ts';
import { findKind } from '#kinds/registry.ts';
import type { PolicyDecision, Rule } from './rule.ts';
import { renderWindow } from './window.ts';

/** What people need beside a rule to understand it. */
export interface RuleContext {
  /** The account's zone, for a window that names none. */
  readonly timezone: string;
  /** Zendesk user id → GitHub login. */
  readonly logins: ReadonlyMap<string, string>;
}

const longestList = 8;

/** `Approves updates of macros titled "Refunds::*" by user 1001 (GitHub jane-gh), on tue, thu 18:00–20:00 Europe/Berlin` */
export function describeRule(rule: Rule, { timezone, logins }: RuleContext): Words {
  const { decide, actions, kinds, objects, titles, actors, ips, window } = rule;
  const people = actors?.map((id) => (logins.has(id) ? `${nameActor(id)} (GitHub ${logins.get(id)})` : nameActor(id)));
  return [
    `${decide === 'approved' ? 'Approves' : 'Asks for a review of'} ${describeActions(actions)} of `,
    describeKinds(kinds, objects !== undefined),
    ...(objects === undefined ? [] : [listOf(objects)]),
    ...(titles === undefined ? [] : [' titled ', ...quoteAll(titles), ' before and after']),
    ...(people === undefined ? [] : [` by ${listOf(people)}`]),
    ...(ips === undefined ? [] : [` from ${listOf(ips)}`]),
    ...(window === undefined ? [] : [`, ${renderWindow(window, window.timezone ?? timezone)}`]),
  ];
}

export const describeDefault = (decision: PolicyDecision): string =>
  decision === 'approved'
    ? 'Everything else is approved.'
    : 'Everything else is unapproved: zendrift opens an issue for it.';

const nouns: Readonly<Record<string, string>> = { create: 'creations', update: 'updates', destroy: 'deletions' };

const describeActions = (actions: Rule['actions']): string =>
  actions === undefined
    ? 'every change'
    : listOf(
        actions.map((action) => nouns[action] ?? action),
        'and',
      );

function describeKinds(kinds: Rule['kinds'], hasObjects: boolean): string {
  if (kinds === undefined) return hasObjects ? '' : 'any object';
  const names = kinds.map((name) => (findKind(name)?.plural ?? name).replaceAll('-', ' '));
  return hasObjects ? `the ${listOf(names)} ` : listOf(names, 'and');
}

const nameActor = (id: string): string => (id === '-1' ? 'Zendesk itself' : `user ${id}`);

function listOf(items: readonly string[], joint = 'or'): string {
  const shown = items.slice(0, longestList);
  const rest = items.length - shown.length;
  const all = rest > 0 ? [...shown, `${rest} more`] : shown;
  return all.length < 2 ? all.join('') : `${all.slice(0, -1).join(', ')} ${joint} ${all.at(-1)}`;
}

/** Globs are quoted: they may hold commas and anything else. */
function quoteAll(globs: readonly string[]): Words {
  const shown = globs.slice(0, longestList);
  const rest = globs.length - shown.length;
  const words = shown.flatMap((value, index): Words => (index === 0 ? [{ value }] : [' or ', { value }]));
  return rest > 0 ? [...words, ` or ${rest} more`] : words;
}

/** A rule that never decides, and the one above it that always decides first. */
export interface Unreachable {
  readonly rule: string;
  readonly by: string;
}

/** Rules for which every change that they match is decided by one rule above them. */
export const listUnreachable = (rules: readonly Rule[]): readonly Unreachable[] =>
  rules.flatMap((rule, index) => {
    const by = rules.slice(0, index).find((above) => covers(above, rule));
    return by === undefined ? [] : [{ rule: rule.name, by: by.name }];
  });

const listClauses = ['actors', 'kinds', 'objects', 'actions', 'titles', 'ips'] as const;

/** Whether one matches whatever the other matches; certain cases alone: a glob may hold another one, and is not looked into. */
function covers(wide: Rule, narrow: Rule): boolean {
  const listsHold = listClauses.every((clause) => {
    const [all, some] = [wide[clause], narrow[clause]];
    return all === undefined || (some?.every((item) => all.includes(item)) ?? false);
  });
  return listsHold && (wide.window === undefined || JSON.stringify(wide.window) === JSON.stringify(narrow.window));
}
