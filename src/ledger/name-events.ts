import type { OwnCommit } from '#core/state/history.ts';

export interface Namer {
  /** Gets its words at the end of its push. */
  wait(one: { names: string | null }): void;
  /** Each commit that counts, in order. */
  pass(own: OwnCommit): void;
}

/** The words for people come with the last commit of a push, for all of it. `path` = the file that they are in. */
export function openNamer(path: string): Namer {
  let names: string | null = null;
  let waiting: { names: string | null }[] = [];
  return {
    wait: (one) => void waiting.push(one),
    pass: ({ record, facts }) => {
      const changed = record.paths.find((one) => one.path === path);
      if (changed) names = changed.after;
      if (facts.watermark === undefined) return;
      for (const one of waiting) one.names = names;
      waiting = [];
    },
  };
}
