import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gitEnvironment, withConfig } from '#git/environment.ts';
import { gitFailure, remoteFailure, renderReason } from '#git/git-failure.ts';
import { parsePushFailure, renderPushFailure } from '#git/push-outcome.ts';
import { anyText } from '../support/hostile.ts';

const rejected = (reason: string, ref = 'refs/heads/main') => `To origin\n!\t1111:${ref}\t${reason}\nDone\n`;

describe('a failed push is', () => {
  it.each([
    ['raced', rejected('[rejected] (fetch first)'), 'error: failed to push some refs'],
    ['raced', rejected('[rejected] (non-fast-forward)'), ''],
    ['raced', rejected("[remote rejected] (cannot lock ref 'refs/heads/main': is at 1 but expected 2)"), ''],
    ['raced', rejected('[remote rejected] (failed to update ref)'), ''],
    ['raced', rejected('[remote rejected] (incorrect old value provided)'), ''],
    ['raced', rejected('[remote rejected] (reference already exists)'), ''],
    ['raced', rejected('[rejected] (atomic push failed)') + rejected('[rejected] (fetch first)', 'refs/x'), ''],
    ['refused', rejected('[remote rejected] (pre-receive hook declined)'), 'remote: no'],
    [
      'refused',
      rejected('[remote rejected] (protected branch hook declined)'),
      'remote: error: GH006: Protected branch',
    ],
    ['refused', rejected('[remote rejected] (push declined due to repository rule violations)'), 'remote: GH013'],
    ['refused', rejected('[remote rejected] (deny updating a hidden ref)'), ''],
    ['refused', rejected('[remote rejected] (shallow update not allowed)'), ''],
    ['refused', rejected('[remote rejected] (branch is currently checked out)'), ''],
    [
      'refused',
      rejected("[remote rejected] (cannot lock ref 'refs/heads/a': 'refs/heads/a/b' exists; cannot create)"),
      '',
    ],
    ['refused', '', 'fatal: the receiving end does not support --atomic push'],
    ['refused', '', "fatal: unable to access 'https://github.com/a/b/': The requested URL returned error: 403"],
    ['refused', '', 'remote: Permission to acme/config.git denied to bot.\nfatal: unable to access'],
    ['refused', '', 'git@github.com: Permission denied (publickey).\nfatal: Could not read from remote repository.'],
    ['refused', '', "fatal: could not read Username for 'https://github.com': terminal prompts disabled"],
    ['refused', '', "remote: Repository not found.\nfatal: repository 'https://github.com/a/b/' not found"],
    ['network', '', "fatal: unable to access 'https://github.com/': Could not resolve host: github.com"],
    ['network', '', 'error: RPC failed; curl 56 Recv failure\nfatal: the remote end hung up unexpectedly'],
    ['network', '', "fatal: unable to access 'https://github.com/': The requested URL returned error: 502"],
    ['unknown', '', 'fatal: something else'],
  ])('%s: %s %s', (outcome, stdout, stderr) => {
    expect(parsePushFailure({ stdout, stderr })).toBe(outcome);
  });

  it('reported in the words of the server, one line, then the status of the ref', () => {
    const stderr =
      'remote: error: GH006: Protected branch        \nremote: \nremote: - Use a PR\nTo x\nerror: failed to push some refs to x';
    const text = renderReason(renderPushFailure({ stdout: rejected('[remote rejected] (declined)'), stderr }));
    expect(text).toBe('error: GH006: Protected branch | - Use a PR | refs/heads/main [remote rejected] (declined)');
  });
});

describe('what git says', () => {
  it('is reported without credentials, control characters or line ends, and never at length', () => {
    fc.assert(
      fc.property(anyText, anyText, (before, after) => {
        const text = renderReason(
          `${before}\nfatal: https://user:hunter2@host/x AUTHORIZATION: basic aHVudGVyMg== ${after}`,
        );
        expect(text).not.toMatch(/hunter2|aHVudGVyMg/);
        expect(text).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
        expect(text.length).toBeLessThanOrEqual(601);
        expect(text.length).toBeGreaterThan(0);
      }),
    );
  });

  it('decides who has to do something about it', () => {
    const codeOf = (stderr: string, exitCode = 128) =>
      gitFailure('/x', ['-c', 'a=b', 'ls-tree'], { exitCode, stderr }).code;
    expect(codeOf('fatal: not a git repository (or any of the parent directories): .git')).toBe('not-a-repository');
    expect(codeOf("fatal: detected dubious ownership in repository at '/x'")).toBe('repository-unusable');
    expect(codeOf('error: insufficient permission for adding an object to repository database')).toBe(
      'repository-unusable',
    );
    expect(codeOf('error: object file .git/objects/1 is empty\nfatal: loose object 1 is corrupt')).toBe(
      'repository-unusable',
    );
    expect(codeOf('spawn git ENOENT', -1)).toBe('repository-unusable');
    expect(codeOf('fatal: out of memory')).toBe('git-failed');
    expect(gitFailure('/x', ['-c', 'a=b', 'ls-tree'], { exitCode: 1, stderr: '' }).message).toBe(
      'git ls-tree failed: no reason given (exit code 1)',
    );
    expect(remoteFailure('origin', 'fatal: Authentication failed for x').code).toBe('remote-refused');
    expect(remoteFailure('origin', 'fatal: Could not resolve host').code).toBe('remote-unreachable');
  });
});

describe('the environment of git', () => {
  it('keeps what says how to reach a server and drops what points elsewhere or talks too much', () => {
    const environment = gitEnvironment({
      PATH: '/bin',
      HOME: '/home/x',
      HTTPS_PROXY: 'http://proxy',
      GIT_SSH_COMMAND: 'ssh -i key',
      GIT_SSL_CAINFO: '/ca',
      GIT_DIR: '/elsewhere',
      GIT_INDEX_FILE: '/elsewhere',
      GIT_TRACE_CURL: '1',
      GIT_AUTHOR_NAME: 'Eve',
      EDITOR: 'vi',
      NOTHING: undefined,
    });
    expect(environment).toMatchObject({
      PATH: '/bin',
      HTTPS_PROXY: 'http://proxy',
      GIT_SSL_CAINFO: '/ca',
      LC_ALL: 'C',
    });
    expect(environment['GIT_SSH_COMMAND']).toBe('ssh -i key');
    for (const name of ['GIT_DIR', 'GIT_INDEX_FILE', 'GIT_TRACE_CURL', 'GIT_AUTHOR_NAME', 'EDITOR', 'NOTHING']) {
      expect(environment).not.toHaveProperty(name);
    }
  });

  it('carries configuration of the caller before its own, and further entries behind', () => {
    const from = { GIT_CONFIG_COUNT: '1', GIT_CONFIG_KEY_0: 'safe.directory', GIT_CONFIG_VALUE_0: '*' };
    const environment = withConfig(gitEnvironment(from), [['a.b', 'last']]);
    const count = Number(environment['GIT_CONFIG_COUNT']);
    expect([environment['GIT_CONFIG_KEY_0'], environment['GIT_CONFIG_VALUE_0']]).toEqual(['safe.directory', '*']);
    expect([environment[`GIT_CONFIG_KEY_${count - 1}`], environment[`GIT_CONFIG_VALUE_${count - 1}`]]).toEqual([
      'a.b',
      'last',
    ]);
    expect(Object.keys(environment).filter((name) => name.startsWith('GIT_CONFIG_KEY_'))).toHaveLength(count);
  });
});
