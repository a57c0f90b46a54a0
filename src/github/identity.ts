import type { GitHubClient } from './client.ts';
import { parseLogin } from './parse.ts';

/** Who the token is. */
export interface Identity {
  /** Null where GitHub does not say: `GET /user` is 403 for an installation, GITHUB_TOKEN among them. */
  readLogin(): Promise<string | null>;
  /** Whether an author can be us: by login where it is known, else any bot. People's logins never end in `[bot]`. */
  readIsOwn(): Promise<(author: string) => boolean>;
}

export function openIdentity(client: GitHubClient): Identity {
  let answer: Promise<string | null> | null = null;
  const read = async (): Promise<string | null> => {
    const { status, data } = await client.send({ method: 'GET', path: '/user' }, { accept: [403, 404] });
    return status === 200 ? parseLogin(data) : null;
  };
  const readLogin = (): Promise<string | null> => {
    answer ??= read().catch((error: unknown) => {
      // A failure is not kept: the next question asks again.
      answer = null;
      throw error;
    });
    return answer;
  };
  return {
    readLogin,
    readIsOwn: async () => {
      const login = (await readLogin())?.toLowerCase();
      return (author) => (login === undefined ? author.endsWith('[bot]') : author.toLowerCase() === login);
    },
  };
}
