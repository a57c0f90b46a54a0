import type { ActivityEntry } from '#ports/setup.ts';
import type { SuggestedRule } from '#render/init/config-yaml.ts';

const machineName = /\b(?:bot|deploy\w*|ci|api|integration|service|automation|sync)\b/i;

/** Fewer say nothing about a habit. */
const fewest = { machine: 3, macros: 10 };

/** Rules that the last 90 days suggest, busiest first. Nothing of it counts before a person has read it. */
export function planRules(entries: readonly ActivityEntry[]): readonly SuggestedRule[] {
  const actors = new Map<string, { name: string; all: number; macros: number }>();
  for (const { actorId, actorName, sourceType } of entries) {
    // Zendesk's own changes have no person behind them.
    if (actorId.startsWith('-')) continue;
    const known = actors.get(actorId) ?? { name: actorName, all: 0, macros: 0 };
    const macros = known.macros + (sourceType === 'macro' ? 1 : 0);
    actors.set(actorId, { name: actorName, all: known.all + 1, macros });
  }
  const busiest = [...actors].sort(([, a], [, b]) => b.all - a.all);
  const machines = busiest.filter(([, { name, all }]) => machineName.test(name) && all >= fewest.machine);
  const macroTeam = busiest.filter(([, one]) => one.macros >= fewest.macros && !machineName.test(one.name));
  return [
    ...machines.map(([id, { name, all }]) => ({
      name: `machine-${id}`,
      actors: [id],
      kinds: [],
      because: `${name} looks like a machine: ${all} changes in the last 90 days.`,
    })),
    ...(macroTeam.length === 0
      ? []
      : [
          {
            name: 'macro-team',
            actors: macroTeam.map(([id]) => id),
            kinds: ['macro'],
            because: `${macroTeam.map(([, { name, macros }]) => `${name}: ${macros}`).join(', ')} changes of macros in the last 90 days.`,
          },
        ]),
  ];
}
