import type { Zendesk } from '#ports.ts';

/** The account's words are read once a run: a dozen requests that each part of a long backlog would repeat. */
export function withRememberedNames(zendesk: Zendesk): Zendesk {
  let names: ReturnType<Zendesk['readNames']> | null = null;
  return {
    ...zendesk,
    readNames: (kinds) => {
      names ??= zendesk.readNames(kinds);
      return names;
    },
  };
}
