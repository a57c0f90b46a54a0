import type { Clone } from './clone.ts';

/** `owner/name` where the remote of this clone is a repository of that GitHub server, by https or ssh; null elsewhere. */
export function findGitHubName({ checkout }: Pick<Clone, 'checkout'>, serverUrl: string): string | null {
  const url = checkout.config.findLast(([key]) => key === `remote.${checkout.remote}.url`)?.[1] ?? '';
  const found =
    /^(?:https?:\/\/(?:[^@/]*@)?|ssh:\/\/(?:[^@/]*@)?|[^@/]*@)([^/:]+(?::\d+)?)[/:]([\w-]+\/[\w.-]+?)(?:\.git)?\/?$/.exec(
      url,
    );
  return found?.[1]?.toLowerCase() === new URL(serverUrl).host.toLowerCase() ? (found[2] ?? null) : null;
}
