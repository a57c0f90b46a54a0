import { BlockList, isIP } from 'node:net';
import type { AuditEntry } from '#core/entry/audit-entry.ts';
import type { Verdict } from '#core/verdict.ts';
import type { VerdictInput } from '#policy/judge.ts';
import type { Policy, Rule, Window } from '#policy/rule.ts';

/** The same semantics in the most obvious way, on other foundations: regular expressions, BlockList, Intl. */

export const globByRegex = (glob: string, text: string): boolean => {
  const source = [...glob].map((c) => (c === '*' ? '.*' : c === '?' ? '.' : c.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')));
  return new RegExp(`^${source.join('')}$`, 'su').test(text);
};

export const rangeByBlockList = (range: string, address: string | null): boolean => {
  if (address === null || isIP(address) === 0) return false;
  const [network = '', prefix] = range.split('/');
  const isMapped = /^::ffff:/i.test(network);
  // BlockList looks for an IPv4 address in any IPv6 range; only a mapped range means IPv4.
  if (isIP(address) === 4 && isIP(network) === 6 && !isMapped) return false;
  const family = isIP(network) === 4 ? 'ipv4' : 'ipv6';
  const list = new BlockList();
  if (prefix === undefined) list.addAddress(network, family);
  else list.addSubnet(network, Number(prefix), family);
  return list.check(address, isIP(address) === 4 ? 'ipv4' : 'ipv6');
};

const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

/** Walks the window minute by minute over one week of wall time and notes which minutes it meets. */
export const windowByEnumeration = (window: Window): ReadonlySet<number> => {
  const minutes = new Set<number>();
  for (const day of window.days) {
    const length = (window.to - window.from + 1440) % 1440 || 1440;
    const start = days.indexOf(day) * 1440 + window.from;
    for (let step = 0; step < length; step += 1) minutes.add((start + step) % (7 * 1440));
  }
  return minutes;
};

const formats = new Map<string, Intl.DateTimeFormat>();

/** Minutes since Monday 00:00 as the clock on the wall shows them. */
export const minuteOfWeek = (time: string, timeZone: string): number => {
  const format =
    formats.get(timeZone) ??
    new Intl.DateTimeFormat('en-GB', {
      timeZone,
      weekday: 'short',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    });
  formats.set(timeZone, format);
  const parts = new Map(format.formatToParts(new Date(time)).map(({ type, value }) => [type, value]));
  const day = days.map(String).indexOf(parts.get('weekday')?.toLowerCase() ?? '');
  return day * 1440 + Number(parts.get('hour')) * 60 + Number(parts.get('minute'));
};

const holds = (rule: Rule, change: VerdictInput, entry: AuditEntry, timezone: string): boolean => {
  const { actors, kinds, objects, actions, titles, ips, window } = rule;
  const id = change.object.split('/')[1] ?? '';
  const given = id === 'order' ? [] : [change.titleBefore, change.titleAfter].filter((title) => title !== null);
  if (actors && !actors.includes(entry.actorId)) return false;
  if (kinds && !kinds.includes(change.kind)) return false;
  if (objects && !objects.includes(change.object) && !objects.includes(id)) return false;
  if (actions && !actions.includes(entry.action)) return false;
  if (titles && given.length === 0) return false;
  if (titles && !given.every((title) => titles.some((glob) => globByRegex(glob, title)))) return false;
  if (ips && !ips.some((range) => rangeByBlockList(range, entry.ip))) return false;
  return !window || windowByEnumeration(window).has(minuteOfWeek(entry.time, window.timezone ?? timezone));
};

export const judgeNaively = (policy: Policy, change: VerdictInput): Pick<Verdict, 'decision' | 'reason' | 'rule'> => {
  const { entries } = change;
  if (entries.length === 0) return { decision: 'unapproved', reason: 'no-audit-entry' };
  if (entries.length === 1 && !change.visible && !change.transient) {
    return { decision: 'approved', reason: 'no-visible-change' };
  }
  const deciders = entries.map((entry) => policy.rules.find((rule) => holds(rule, change, entry, policy.timezone)));
  const words = deciders.map((decider) => decider?.decide ?? policy.default);
  if (words.every((word) => word === 'approved')) {
    const first = deciders[0];
    if (first === undefined || deciders.includes(undefined)) return { decision: 'approved', reason: 'default' };
    return { decision: 'approved', reason: 'rule-matches', rule: first.name };
  }
  const deciding = deciders[words.indexOf('unapproved')];
  if (deciding) return { decision: 'unapproved', reason: 'rule-denies', rule: deciding.name };
  const covering = deciders.find((decider) => decider?.decide === 'approved');
  if (covering) return { decision: 'unapproved', reason: 'rule-covers-some', rule: covering.name };
  return { decision: 'unapproved', reason: 'no-rule-matches' };
};
