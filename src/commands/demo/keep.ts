import { reasonOf } from '#errors.ts';
import { toVisible } from '#text.ts';
import { type Player, playRun } from './play-week.ts';
import { members, type Stage } from './stage.ts';

const second = 1_000;

/** Leaves the servers up until the signal, their clocks running, and says how to look around and go on. */
export async function keepStage(player: Player, program: string): Promise<void> {
  const { stage, context, say } = player;
  for (const text of toKeepLines(stage, program)) say({ tone: 'note', text });
  const stop = runClocks(stage);
  const settled = answerComments(player);
  await new Promise<void>((resolve) => {
    if (context.signal.aborted) resolve();
    else context.signal.addEventListener('abort', () => resolve(), { once: true });
  });
  stop();
  await settled();
}

/** What a person writes at the site is carried out before the page is shown again, as the workflow does. Returns the end of it. */
function answerComments(player: Player): () => Promise<void> {
  let last = Promise.resolve();
  const answer = async (): Promise<void> => {
    if (player.context.signal.aborted) return;
    try {
      await playRun({ type: 'triage', at: 'now  ' }, player);
    } catch (error) {
      player.say({ tone: 'note', text: `zendrift triage failed: ${toVisible(reasonOf(error))}` });
    }
  };
  player.stage.github.onPost(() => {
    last = last.then(answer);
    return last;
  });
  return () => last;
}

/** From now on it is today there, or at least it goes on: a run by hand has the machine's clock. */
function runClocks({ zendesk, moveTo }: Stage): () => void {
  const lead = Math.max(0, zendesk.clock.now() - Date.now());
  const tick = () => moveTo(new Date(Math.floor((Date.now() + lead) / second) * second).toISOString());
  tick();
  const timer = setInterval(tick, second);
  return () => clearInterval(timer);
}

function toKeepLines({ directory, zendesk, github, variables }: Stage, program: string): readonly string[] {
  const { tokenEnv } = zendesk;
  const user = `${tokenEnv['ZENDESK_EMAIL']}/token:${tokenEnv['ZENDESK_API_TOKEN']}`;
  return [
    '',
    `Issues, as GitHub shows them: ${github.serverUrl}/${github.repository}/issues`,
    'A comment there is carried out at once. You may write as:',
    ...members.map(({ login, name, zendesk }) => `  ${login}: ${name}, user ${zendesk} in Zendesk`),
    '',
    'Change something yourself, in another terminal:',
    `  curl -su ${quote(user)} -X PUT -H 'content-type: application/json' \\`,
    `    -d '{"trigger": {"active": false}}' ${zendesk.url}/api/v2/triggers/360000000041.json`,
    '',
    'Then let zendrift see it:',
    ...Object.entries(variables).map(([name, value]) => `  export ${name}=${quote(value)}`),
    `  ${program} track --repository ${quote(directory)}`,
    '',
    'Ctrl+C ends the servers; the repository stays.',
  ];
}

const quote = (text: string): string => (/^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);
