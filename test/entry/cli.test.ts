import { beforeAll, describe, expect, test } from 'vitest';
import { buildEntry, packageVersion } from '../support/bundle.ts';
import { type Ended, type RunOptions, runNode } from '../support/run-node.ts';

let cli = '';
beforeAll(async () => {
  cli = await buildEntry('test/entry/fixtures/cli.ts');
});

const account = { ZENDESK_SUBDOMAIN: 'acme', ZENDESK_CLIENT_ID: 'client', ZENDESK_CLIENT_SECRET: 'hunter2-hunter2' };

const run = (words: readonly string[], fixture = 'done', options: RunOptions = {}): Promise<Ended> =>
  runNode(cli, words, { ...options, env: { ...account, FIXTURE: fixture, ...options.env } });

describe('help and mistakes', () => {
  test('--version prints the version of the package, built for real', async () => {
    const real = await buildEntry('src/cli.ts');
    for (const words of [['--version'], ['-V'], ['--quiet', '--version']]) {
      expect(await runNode(real, words)).toEqual({ code: 0, stdout: `${packageVersion}\n`, stderr: '' });
    }
  });

  test('--help lists every command, option and variable on standard output', async () => {
    const { code, stdout, stderr } = await run(['--help']);
    expect([code, stderr]).toEqual([0, '']);
    for (const word of ['track', 'demo', '--dry-run', '--json', 'ZENDESK_CLIENT_SECRET', 'Exit codes']) {
      expect(stdout).toContain(word);
    }
    expect(stdout).not.toContain('restore');
  });

  test('the help of a command lists its own options and the common ones', async () => {
    const { stdout } = await run(['track', '--help']);
    for (const word of ['--sweep', '--deadline <DURATION>', '45m', '--repository <DIR>'])
      expect(stdout).toContain(word);
    expect(stdout).not.toContain('--keep');
  });

  test('no command prints the help and exits with 2', async () => {
    const { code, stdout, stderr } = await run([]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('Usage: zendrift');
  });

  test.each([
    [['trak'], "unknown command 'trak'", 'Did you mean track?'],
    [['track', '--dryrun'], "unknown option '--dryrun'", 'Did you mean --dry-run?'],
    [['--sweep', 'track'], "unknown option '--sweep'", '--help'],
    [['demo', '--sweep'], "unknown option '--sweep'", '--help'],
    [['track', '--deadline'], 'argument missing', '--help'],
    [['track', '--deadline', ''], "'--deadline' is empty", '--help'],
    [['track', 'x'], 'too many arguments', '--help'],
    [['tr\u001b[2Jk'], 'tr\\u001b[2Jk', '--help'],
  ])('%j exits with 2 and says what may have been meant', async (words, what, hint) => {
    const { code, stdout, stderr } = await run(words);
    expect([code, stdout]).toEqual([2, '']);
    const lines = stderr.trimEnd().split('\n');
    expect(lines).toHaveLength(2);
    expect(lines[0]).toContain(what);
    expect(lines[1]).toContain(hint);
  });
});

describe('results and errors', () => {
  test.each([0, 1, 2, 3, 4])('a command that ends with %i exits with it', async (code) => {
    const ended = await run(['track'], 'code', { env: { FIXTURE_CODE: String(code) } });
    expect(ended).toEqual({ code, stdout: '2 changes recorded\n', stderr: '' });
  });

  test('a failure is one line what failed and one line what to do', async () => {
    expect(await run(['track'], 'known')).toEqual({
      code: 2,
      stdout: '',
      stderr:
        'error: The push to main was rejected: protected\n' +
        'hint: Grant "contents: write", let zendrift bypass the branch rules, or set "branch" to a branch without rules.\n',
    });
  });

  test('what could not be done beside a result is an error with its hint', async () => {
    expect(await run(['track'], 'partial')).toEqual({
      code: 1,
      stdout: '2 changes recorded\n',
      stderr: expect.stringMatching(/^error: The push to main was rejected: protected\nhint: Grant .*\n$/),
    });
  });

  test('a stack is shown only with --verbose, with its causes', async () => {
    const plain = await run(['track'], 'unknown');
    expect([plain.code, plain.stderr.split('\n')]).toEqual([1, expect.objectContaining({ length: 3 })]);
    expect(plain.stderr).not.toMatch(/^\s+at /m);
    const verbose = await run(['track', '--verbose'], 'unknown');
    expect(verbose.stderr).toMatch(/^\s+at /m);
    expect(verbose.stderr).toContain('Caused by: Error: deep down');
  });

  test('an error that nobody waits for is reported like any other', async () => {
    const { code, stderr } = await run(['track'], 'stray');
    expect([code, stderr]).toEqual([
      1,
      expect.stringMatching(/^error: Unexpected error: nobody waits for this: \*\*\*\nhint: .*\n$/),
    ]);
  });

  test.each(['hostile', 'hostile-error'])(
    'nothing that Zendesk wrote is a command to a runner of Actions: %s',
    async (fixture) => {
      for (const words of [[], ['--verbose'], ['--json']]) {
        const { stdout, stderr } = await run(['track', ...words], fixture);
        // What actions/runner obeys: `::` at the start of a line, `##[` anywhere.
        for (const line of `${stdout}\n${stderr}`.split('\n')) expect(line).not.toMatch(/^\s*::|##\[/);
      }
      const { stdout } = await run(['track', '--json'], 'hostile');
      expect(JSON.parse(stdout).text).toContain('##[error]x ###[add-mask]a');
    },
  );

  test('settings that are not usable exit with 2 before anything is loaded', async () => {
    const { code, stderr } = await run(['track'], 'done', {
      env: { ZENDESK_SUBDOMAIN: 'A B', ZENDESK_OAUTH_TOKEN: 'x1y2z3' },
    });
    expect(code).toBe(2);
    expect(stderr).toContain('ZENDESK_SUBDOMAIN');
    expect(stderr).toContain('are both set: use one of them');
  });

  test('the demo needs no settings at all', async () => {
    const env = { ZENDESK_SUBDOMAIN: '!', ZENDESK_CLIENT_ID: '', GITHUB_REPOSITORY: 'nonsense' };
    expect((await run(['demo'], 'done', { env })).code).toBe(0);
  });

  test('flags win over variables, before and after the command', async () => {
    const env = { ZENDRIFT_DEADLINE: '1h' };
    const words = [
      '--branch',
      'b',
      'track',
      '--deadline',
      '90s',
      '--json',
      '--accept-vanished',
      'macro',
      '--accept-vanished',
      'view',
    ];
    const { stdout } = await run(words, 'settings', { env });
    expect(JSON.parse(stdout)).toMatchObject({
      branch: 'b',
      deadline: 90_000,
      dryRun: false,
      track: { sweep: false, acceptVanished: ['macro', 'view'] },
    });
  });

  test('--json prints the result and nothing else on standard output', async () => {
    const ended = await run(['track', '--json'], 'talk');
    expect(JSON.parse(ended.stdout)).toEqual({ changes: 2 });
    expect(ended.stderr).toBe('stage one\nwarning: warning one\n');
  });

  test('--json prints an error as JSON too', async () => {
    const ended = await run(['track', '--json'], 'known');
    expect(JSON.parse(ended.stdout)).toMatchObject({ error: { code: 'push-refused' }, exitCode: 2 });
    expect(ended.stderr).toContain('hint:');
  });

  test('--quiet leaves the result and errors, --verbose adds every step', async () => {
    expect(await run(['track', '--quiet'], 'talk')).toEqual({ code: 0, stdout: '2 changes recorded\n', stderr: '' });
    expect((await run(['track', '--verbose'], 'talk')).stderr).toBe('stage one\ndetail one\nwarning: warning one\n');
  });

  test('colours are used where they are asked for', async () => {
    expect((await run(['track'], 'known', { env: { FORCE_COLOR: '1' } })).stderr).toContain('\u001b[31merror:');
    expect((await run(['track'], 'known', { env: { FORCE_COLOR: '0' } })).stderr).not.toContain('\u001b');
  });
});

describe('what must never get out', () => {
  const secrets = {
    ZENDESK_CLIENT_SECRET: 'hunter2-hunter2',
    ZENDESK_WRITE_OAUTH_TOKEN: 'write"token\\with/odd+chars',
    ZENDRIFT_HASH_KEY: 'key-of-hashes\nin two lines',
    GITHUB_TOKEN: 'ghs_0123456789',
  };
  test.each([['leak'], ['leak-error']])('no secret is printed by %s, in any form', async (fixture) => {
    for (const words of [
      ['track', '--verbose'],
      ['track', '--json'],
    ]) {
      const { stdout, stderr } = await run(words, fixture, { env: secrets });
      for (const secret of Object.values(secrets).flatMap((value) => value.split('\n'))) {
        for (const form of [secret, JSON.stringify(secret).slice(1, -1)]) expect(stdout + stderr).not.toContain(form);
        const inside = Buffer.from(`me:${secret}`).toString('base64').slice(5, -4);
        expect(stdout + stderr).not.toContain(inside);
      }
      expect(stdout + stderr).toContain('***');
    }
  });

  test('control and bidi characters reach no terminal', async () => {
    for (const words of [['track'], ['track', '--json']]) {
      const { stdout, stderr } = await run(words, 'hostile');
      expect(stdout + stderr).not.toMatch(/[\u001b\r\u202e]/);
      expect(stdout).toContain('\\u202e');
    }
  });
});

describe('pipes and signals', () => {
  test('a reader that leaves does not end the run', async () => {
    const during: RunOptions['during'] = (child) => {
      child.stdout.once('data', () => child.stdout.destroy());
      child.stderr.destroy();
    };
    expect((await run(['track', '--verbose'], 'flood', { during })).code).toBe(4);
  });

  test('a long result is written whole', async () => {
    expect((await run(['track'], 'flood')).stdout.trimEnd().split('\n')).toHaveLength(20_000);
  });

  test.each(['SIGINT', 'SIGTERM'] as const)('%s stops at a safe point and exits with 1', async (signal) => {
    const { code, stderr } = await run(['track'], 'wait', {
      during: (child) => void child.stderr.once('data', () => child.kill(signal)),
    });
    expect(code).toBe(1);
    expect(stderr).toContain(`Stopped by ${signal} before the push.`);
  });
});
