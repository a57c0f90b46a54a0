import { plural } from '#core/describe/phrases.ts';
import type { Rule } from '#policy/rule.ts';
import { clip, toVisible } from '#text.ts';
import type { PolicySuggestResult, WrittenRule } from './policy-result.ts';

/** The proposal as a part of a configuration file, with what speaks for each rule. Names are hostile: comments alone hold them. */
export function renderSuggestYaml({ from, to, rules, declined }: PolicySuggestResult): readonly string[] {
  return [
    `# Proposed by zendrift policy suggest, from reviewers' decisions between ${from} and ${to}.`,
    '# Each rule approves only what reviewers approved every time. Copy what you want into the configuration,',
    '# then test it: zendrift policy check, zendrift policy replay.',
    ...(rules.length === 0 ? ['# There is nothing to propose.'] : ['policy:', '  rules:', ...rules.flatMap(ruleLines)]),
    ...declined.map(({ actor, actorName, kind, approvals, why }) =>
      comment(`No rule for ${kind} changes by ${nameOf(actor, actorName)} (${plural(approvals, 'approval')}): ${why}.`),
    ),
  ];
}

function ruleLines({ evidence, ...rule }: PolicySuggestResult['rules'][number]): readonly string[] {
  const { actorName, approvals, changes, reviewers, first, last } = evidence;
  const { name, actors = [], kinds = [], objects = [], actions = [], window, decide } = rule;
  const by = reviewers.map((login) => `@${login}`).join(', ');
  return [
    `    ${comment(`${plural(approvals, 'approval')} by ${by}, of ${plural(changes, 'change')} from ${first} to ${last}; none was rejected or reverted.`)}`,
    `    ${comment(`User ${actors.join(', ')} is ${clip(toVisible(actorName), 80)}.`)}`,
    `    - name: ${JSON.stringify(name)}`,
    `      actors: [${actors.join(', ')}]`,
    `      kinds: [${kinds.join(', ')}]`,
    `      objects: [${objects.join(', ')}]`,
    `      actions: [${actions.join(', ')}]`,
    ...(window === undefined
      ? []
      : [
          `      window: { days: [${window.days.join(', ')}], from: "${window.from}", to: "${window.to}"${window.timezone === undefined ? '' : `, timezone: ${window.timezone}`} }`,
        ]),
    `      decide: ${decide}`,
  ];
}

const comment = (text: string): string => `# ${toVisible(text)}`;

const nameOf = (actor: string, name: string): string => `user ${actor} (${clip(toVisible(name), 80)})`;

const clock = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;

export const toWrittenRule = ({ window, ...rest }: Rule): WrittenRule =>
  window === undefined ? rest : { ...rest, window: { ...window, from: clock(window.from), to: clock(window.to) } };
