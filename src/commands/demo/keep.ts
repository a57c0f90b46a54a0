import type { Stage } from './stage.ts';
import type { StoryLine } from './story.ts';

const second = 1_000;

/** Leaves the servers up until the signal, their clocks running, and says how to look around and go on. */
export async function keepStage(stage: Stage, program: string, signal: AbortSignal, say: (line: StoryLine) => void) {
  for (const text of toKeepLines(stage, program)) say({ tone: 'note', text });
  const stop = runClocks(stage);
  await new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
  stop();
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
