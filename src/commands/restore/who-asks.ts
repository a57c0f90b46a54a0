import { isEmail, type Person, toPersonName } from '#core/entry/author.ts';
import type { RestoreRun } from './restore-run.ts';

/** Who writes to Zendesk, as decision commits name them: a GitHub login and its id (`0` = not known). */
export interface Who {
  readonly login: string;
  readonly id: string;
  readonly author: Person;
}

/** GitHub's own form; `_` stands in the logins of managed users. */
const [actorLogin, actorId] = [/^[0-9A-Za-z][0-9A-Za-z_-]{0,99}(?:\[bot\])?$/, /^[1-9]\d{0,31}$/];

/**
 * In Actions whoever started the run, elsewhere whom the git of the checkout knows. Nobody is known by a GitHub login there;
 * `zendrift_cli` can be none, and so mentions nobody. Whatever is no login and no address is left out.
 */
export function whoAsks({ asks, config }: Pick<RestoreRun, 'asks' | 'config'>): Who {
  const { login, id, name, email } = asks;
  if (actorLogin.test(login) && actorId.test(id)) {
    return { login, id, author: { name: login, email: `${id}+${login}@users.noreply.github.com` } };
  }
  const author = isEmail(email)
    ? { name: toPersonName(name, email), email }
    : { name: 'zendrift restore', email: `restore@${config.account}.zendesk.invalid` };
  return { login: 'zendrift_cli', id: '0', author };
}
