import type { Repository } from '#ports.ts';

/** The repository, and how many commits were pushed on its branch since: changes, baselines, repairs, decisions. */
export function withCountedPushes(repository: Repository): {
  readonly repository: Repository;
  readonly pushed: () => number;
} {
  const sizes = new Map<string, number>();
  let pushed = 0;
  return {
    pushed: () => pushed,
    repository: {
      ...repository,
      writeCommits: async (parent, commits, own) => {
        const written = await repository.writeCommits(parent, commits, own);
        const head = written.ids.at(-1);
        if (head !== undefined) sizes.set(head, written.ids.length);
        return written;
      },
      push: async (head, state, expected) => {
        const result = await repository.push(head, state, expected);
        if (result.type === 'pushed') pushed += (head !== null && sizes.get(head)) || 0;
        return result;
      },
    },
  };
}
