#!/usr/bin/env zx
// Takes the pictures of the README from the demo, in a real browser: an issue, a digest, the dashboard and the report. Needs
// Chromium on the PATH (Debian: apt-get install chromium fonts-dejavu-core). Run it with `npm run screenshots`.
import { spawn } from 'node:child_process';

const folder = path.resolve('docs/pictures');
const browser = await which('chromium');
await $`npm run --silent build`;
await fs.ensureDir(folder);
const demo = spawn(process.execPath, ['dist/cli.js', 'demo', '--keep'], { stdio: ['ignore', 'ignore', 'pipe'] });
try {
  const { variables, issues, report } = await readDemo(demo);
  const page = async (title) =>
    `${issues}/${(await listOpen(variables)).find((issue) => title.test(issue.title)).number}`;
  await picture('issue', await page(/partial refund/), '1000,1010');
  await picture('dashboard', await page(/Open drift/), '1200,800');
  await changeMany(variables.ZENDESK_URL);
  await track(variables, path.join(path.dirname(report), 'zendesk-config'));
  await picture('digest', await page(/ \d+ (?:objects|triggers|automations|macros|views)/), '1200,1100');
  await picture('report', `file://${report}`, '1200,1000');
} finally {
  demo.kill('SIGINT');
}

/** The addresses and variables that the demo prints before it waits. */
async function readDemo({ stderr }) {
  let text = '';
  for await (const chunk of stderr.iterator({ destroyOnReturn: false })) {
    text += chunk;
    if (text.includes('export GITHUB_RUN_ATTEMPT=')) break;
  }
  stderr.resume();
  return {
    variables: Object.fromEntries(
      [...text.matchAll(/^ *export (\w+)=(\S+)$/gm)].map(([, name, value]) => [name, value]),
    ),
    issues: /^Issues, as GitHub shows them: (\S+)/m.exec(text)[1],
    report: /^(\/\S+\/report\.html)$/m.exec(text)[1],
  };
}

/** More changes at a time than get an issue each. */
async function changeMany(zendesk) {
  const user = Buffer.from('config-tracker@acme.example/token:sandbox-api-token').toString('base64');
  const headers = { authorization: `Basic ${user}`, 'content-type': 'application/json' };
  for (const kind of ['macros', 'views', 'triggers']) {
    const answer = await (await fetch(`${zendesk}/api/v2/${kind}.json`, { headers })).json();
    for (const { id, title } of answer[kind]) {
      const body = JSON.stringify({ [kind.slice(0, -1)]: { title: `${title} (2027)` } });
      await fetch(`${zendesk}/api/v2/${kind}/${id}.json`, { method: 'PUT', headers, body });
    }
  }
}

async function track(variables, repository) {
  const env = { ...process.env, ...variables };
  await $({ env, quiet: true, nothrow: true })`node dist/cli.js track --repository ${repository}`;
}

async function listOpen({ GITHUB_API_URL, GITHUB_REPOSITORY, GITHUB_TOKEN }) {
  const headers = { authorization: `Bearer ${GITHUB_TOKEN}` };
  return (await fetch(`${GITHUB_API_URL}/repos/${GITHUB_REPOSITORY}/issues?state=open`, { headers })).json();
}

async function picture(name, url, size) {
  const file = path.join(folder, `${name}.png`);
  const flags = ['--headless=new', '--no-sandbox', '--disable-gpu', '--hide-scrollbars', `--window-size=${size}`];
  await $({ quiet: true })`${browser} ${flags} --screenshot=${file} ${url}`;
  echo(`${path.relative('.', file)}: ${(await fs.stat(file)).size} bytes`);
}
