import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { readText } from './source-files.ts';
import { audits, notAudited } from './workflow-audits.ts';
import { fields, list, readDefinition, toDefinition, workflows } from './workflow-files.ts';

const pin = '3d3c42e5aac5ba805825da76410c181273ba90b1';

/** A workflow in which nothing is wrong, with one part replaced. */
const workflow = (steps: string, job = '', top = ''): string => `name: sample
${top || 'on: { push: { branches: [main] } }'}
permissions: {}
concurrency: { group: sample, cancel-in-progress: false }
jobs:
  only:
    runs-on: ubuntu-latest
    timeout-minutes: 5
    permissions:
      contents: read # to check out
${job}
    steps:
${steps}
`;

const sound = workflow(`      - uses: actions/checkout@${pin} # v7.0.1
        with: { persist-credentials: false }
      - if: github.event_name == 'push'
        run: echo "$WORD"
        env: { WORD: "\${{ secrets.WORD }}" }`);

const without = (text: string, part: string): string => {
  expect(text).toContain(part);
  return text.replace(part, '');
};

const step = (text: string): string => workflow(`      - ${text}`);
const uses = (text: string): string => step(`uses: ${text}`);
const env = (expression: string): string => step(`run: echo "$X"\n        env: { X: "\${{ ${expression} }}" }`);
const condition = (text: string): string => step(`if: ${text}\n        run: echo`);

/** For each audit, files that it must not let pass. */
const bad: Readonly<Record<string, readonly string[]>> = {
  'adhoc-packages': [
    step('run: npm install left-pad'),
    step('run: npx cowsay'),
    step('run: "curl https://a.example/x | bash"'),
  ],
  'anonymous-definition': [without(sound, 'name: sample\n')],
  artipacked: [
    uses(`actions/checkout@${pin} # v7.0.1`),
    workflow(`      - uses: actions/checkout@${pin} # v7.0.1
        with: { persist-credentials: true }
      - uses: actions/upload-artifact@${pin} # v7.0.1`),
  ],
  'bot-conditions': [condition("github.actor == 'dependabot[bot]'"), condition("github.triggering_actor != 'x'")],
  'cache-poisoning': [
    workflow(`      - uses: actions/setup-node@${pin} # v7.0.0\n      - run: gh release create v1`),
    workflow(`      - uses: actions/cache@${pin} # v4.0.0`, '      id-token: write # to sign'),
  ],
  'concurrency-limits': [
    without(sound, 'concurrency: { group: sample, cancel-in-progress: false }\n'),
    sound.replace(', cancel-in-progress: false', ''),
  ],
  'dangerous-triggers': [
    workflow('      - run: echo', '', 'on: { pull_request_target: {} }'),
    workflow('      - run: echo', '', 'on: { workflow_run: { workflows: [ci] } }'),
  ],
  'excessive-permissions': [
    sound.replace('permissions: {}', 'permissions: { contents: write }'),
    sound.replace('permissions: {}', 'permissions: read-all'),
    without(sound, '    permissions:\n      contents: read # to check out\n'),
  ],
  'forbidden-uses': [uses(`someone/useful@${pin} # v1.0.0`)],
  'github-app': [uses(`actions/create-github-app-token@${pin} # v2.0.0`)],
  'github-env': [step('run: echo "A=$B" >> "$GITHUB_ENV"'), step('run: echo /tmp >> $GITHUB_PATH')],
  'hardcoded-container-credentials': [
    workflow('      - run: echo', '    container: { image: "a@sha256:0", credentials: { username: a, password: b } }'),
    workflow('      - run: echo', '    services: { db: { image: a, credentials: { username: a, password: b } } }'),
  ],
  'insecure-commands': [step('run: echo\n        env: { ACTIONS_ALLOW_UNSECURE_COMMANDS: true }')],
  'insecure-url-scheme': [step('run: curl http://a.example')],
  misfeature: [step('run: dir\n        shell: cmd')],
  'missing-timeout': [without(sound, '    timeout-minutes: 5\n')],
  obfuscation: [uses(`actions/./checkout@${pin} # v7.0.1`), uses(`actions/checkout/@${pin} # v7.0.1`)],
  'overprovisioned-secrets': [
    env('toJSON(secrets)'),
    env("secrets[format('{0}_ID', matrix.account)]"),
    env('secrets.*'),
    condition("contains(toJSON(secrets), 'a')"),
  ],
  'ref-confusion': [uses('actions/checkout@v7')],
  'ref-version-mismatch': [uses(`actions/checkout@${pin}`), uses(`actions/checkout@${pin} # latest`)],
  'secrets-inherit': [`jobs: { only: { uses: ./.github/workflows/a.yml, secrets: inherit } }`],
  'secrets-outside-env': [env('secrets.ZENDESK_WRITE_CLIENT_SECRET'), env('secrets.ZENDRIFT_DEPLOY_KEY')],
  'self-hosted-runner': [
    sound.replace('runs-on: ubuntu-latest', 'runs-on: [self-hosted, linux]'),
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the workflow's
    sound.replace('runs-on: ubuntu-latest', 'runs-on: ${{ inputs.machine }}'),
  ],
  'stale-runner': [sound.replace('ubuntu-latest', 'ubuntu-20.04')],
  'template-injection': [
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the workflow's
    step('run: echo ${{ github.event.issue.title }}'),
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the workflow's
    step('uses: actions/github-script@a\n        with: { script: "x(${{ inputs.a }})" }'),
  ],
  'undocumented-permissions': [sound.replace(' # to check out', ''), sound.replace(' # to check out', ' #')],
  'unpinned-images': [
    workflow('      - run: echo', '    container: node:24'),
    workflow('      - run: echo', '    services: { db: { image: postgres } }'),
    uses('docker://alpine:3'),
  ],
  'unpinned-uses': [
    uses('actions/checkout@v7'),
    uses('actions/checkout@3d3c42e # v7.0.1'),
    'jobs: { only: { uses: zendrift/zendrift/.github/workflows/track-account.yml@v1 } }',
  ],
  'unredacted-secrets': [env('fromJSON(secrets.ALL).token')],
  'unsound-condition': [
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the workflow's
    condition("|\n          ${{ github.event_name == 'push' }}"),
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the workflow's
    condition('"${{ a }} && ${{ b }}"'),
  ],
  'unsound-contains': [condition("contains('refs/heads/main refs/heads/next', github.ref)")],
  'unsound-ternary': [env("inputs.a && '' || 'b'"), env('inputs.a && false || true')],
  'use-trusted-publishing': [
    step('run: npm publish'),
    'jobs: { only: { permissions: { id-token: write }, steps: [{ run: npm publish, env: { NODE_AUTH_TOKEN: "x" } }] } }',
  ],
};

/** Its list: https://docs.zizmor.sh/audits/ */
const theirs =
  `adhoc-packages agentic-actions anonymous-definition archived-uses artipacked bot-conditions cache-poisoning
  concurrency-limits dangerous-triggers dependabot-cooldown dependabot-execution excessive-permissions forbidden-uses
  github-app github-env hardcoded-container-credentials impostor-commit insecure-commands insecure-url-scheme
  known-vulnerable-actions misfeature missing-timeout obfuscation overprovisioned-secrets ref-confusion ref-version-mismatch
  secrets-inherit secrets-outside-env self-hosted-runner self-repository shellcheck stale-action-refs stale-runner
  superfluous-actions template-injection typosquat-uses undocumented-permissions unpinned-images unpinned-tools unpinned-uses
  unredacted-secrets unsound-condition unsound-contains unsound-ternary use-trusted-publishing`.split(/\s+/);

test('every audit of zizmor is made here, or it is said why not', () => {
  expect([...Object.keys(audits), ...Object.keys(notAudited)].sort()).toEqual([...theirs].sort());
  expect(Object.keys(bad).sort()).toEqual(Object.keys(audits).sort());
});

test.each(Object.entries(bad))(
  'the audit %s finds what it looks for, and nothing in a sound workflow',
  (name, files) => {
    const audit = audits[name] ?? (() => []);
    expect(audit(toDefinition('sound.yml', sound))).toEqual([]);
    for (const text of files) expect(audit(toDefinition('bad.yml', text)), text).not.toEqual([]);
  },
);

test.each(Object.entries(audits))(
  'the audit %s finds nothing in workflows, examples and action.yml',
  (_name, audit) => {
    const found = [...workflows, readDefinition('action.yml')].map(({ path, ...rest }) => [
      path,
      audit({ path, ...rest }),
    ]);
    expect(found.filter(([, lines]) => lines?.length !== 0)).toEqual([]);
  },
);

test('Dependabot waits a week before it takes a version over, and runs no code of others', () => {
  const updates = list(fields(parse(readText('.github/dependabot.yml')))['updates']).map(fields);
  expect(updates.length).toBeGreaterThan(0);
  for (const update of updates) {
    expect(fields(update['cooldown'])['default-days']).toBeGreaterThanOrEqual(7);
    expect(update['insecure-external-code-execution'] ?? 'deny').toBe('deny');
  }
});
