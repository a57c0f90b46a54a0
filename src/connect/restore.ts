import type { Command, CommandContext } from '#commands/command.ts';
import type { RestoreRun } from '#commands/restore/run.ts';
import { restore } from '#commands/restore.ts';
import type { Config } from '#config/config.ts';
import { missingCredentials } from '#config/credentials.ts';
import { isEmail, toPersonName } from '#drift/author.ts';
import { ZendriftError } from '#errors.ts';
import { readPerson } from '#git/read-person.ts';
import type { Zendesk, ZendeskWriter } from '#ports.ts';
import { openZendeskWriter } from '#zendesk/open-zendesk-writer.ts';
import { accountOf, connectRepository, connectZendesk, privacyOf, readConfig, redactionOf } from './adapters.ts';
import { readThrough } from './read-through.ts';

export const runRestore: Command = async (context) => {
  const run = await connectRestore(context);
  try {
    return await restore(run);
  } finally {
    await run.repository.close();
  }
};

async function connectRestore(context: CommandContext): Promise<RestoreRun> {
  const { settings, progress, clock, random, signal } = context;
  const { config } = await readConfig(context, accountOf(settings).subdomain);
  // Without the key of its masks nothing that is redacted could be compared.
  privacyOf(config, settings);
  const apply = settings.restore.apply && !settings.dryRun;
  const deadline = clock.now() + settings.deadline;
  const zendesk = connectZendesk(context, deadline);
  const writer = apply ? connectWriter(context, deadline, zendesk) : null;
  if (apply && writer === null) {
    throw new ZendriftError('settings-invalid', { problems: missingCredentials('ZENDESK_WRITE_') });
  }
  return {
    config,
    settings: settings.restore,
    repository: await connectRepository(context, config, { readOnly: !apply }),
    zendesk,
    writer,
    redaction: redactionOf(config, settings),
    who: await readWho(context, config),
    clock,
    progress,
    random,
    signal,
  };
}

/**
 * The account, for writing, under the credentials that are for nothing else; null where there are none. They read only where
 * there is no `reader`.
 */
export function connectWriter(context: CommandContext, deadline: number, reader: Zendesk | null): ZendeskWriter | null {
  const { settings, progress, clock, random, signal } = context;
  const { subdomain, url, writeCredentials } = accountOf(settings);
  if (writeCredentials === null) return null;
  const writer = openZendeskWriter({
    account: subdomain,
    url,
    credentials: writeCredentials,
    deadline: () => deadline,
    clock,
    warn: (line) => progress.warn(line),
    random,
    signal,
  });
  return reader === null ? writer : readThrough(writer, reader);
}

/** GitHub's own form; `_` stands in the logins of managed users. */
const [actorLogin, actorId] = [/^[0-9A-Za-z][0-9A-Za-z_-]{0,99}(?:\[bot\])?$/, /^[1-9]\d{0,31}$/];

/**
 * Who writes to Zendesk, as decision commits name them: in Actions whoever started the run, elsewhere whom the git of the
 * checkout knows. Nobody is known by a GitHub login there; `zendrift_cli` can be none, and so mentions nobody.
 */
async function readWho({ environment, settings }: CommandContext, { account }: Config): Promise<RestoreRun['who']> {
  const { GITHUB_ACTOR: login = '', GITHUB_ACTOR_ID: id = '' } = environment;
  if (actorLogin.test(login) && actorId.test(id)) {
    return { login, id, author: { name: login, email: `${id}+${login}@users.noreply.github.com` } };
  }
  const { name, email } = await readPerson(settings.repository, environment);
  const author = isEmail(email)
    ? { name: toPersonName(name, email), email }
    : { name: 'zendrift restore', email: `restore@${account}.zendesk.invalid` };
  return { login: 'zendrift_cli', id: '0', author };
}
