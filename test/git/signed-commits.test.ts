import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { SignatureTrust } from '#core/commit/commit-record.ts';
import { checkSigning } from '#git/check-signing.ts';
import type { Repository } from '#ports.ts';
import { committerEmail, hasKeygen, makeKey, type TestKey } from './signing.ts';
import { codeOf, environment, git, makeFolder, makePair, open, own, planCommit, planFile, record } from './support.ts';

const describeSigned = describe.skipIf(!hasKeygen);

function makeRepository(...args: readonly string[]): string {
  const folder = makeFolder();
  git(folder, 'init', '-q', '-b', 'main', ...args);
  return folder;
}

const signing = ({ secret: key }: TestKey, which: 'every' | 'last' = 'every') => ({ signing: { key, which } });
const signers = (text: string, after: string | null = null) => ({ signers: { text, after } });

/** Trust of each commit, oldest first. */
async function trustsOf(repository: Repository, commit: string): Promise<readonly (SignatureTrust | undefined)[]> {
  const trusts: (SignatureTrust | undefined)[] = [];
  for await (const { trust } of repository.readHistory(commit)) trusts.push(trust);
  return trusts;
}

const three = [1, 2, 3].map((count) => planCommit({ files: [planFile(`${count}\n`)] }));

const head = (folder: string): string => git(folder, 'rev-parse', 'main');

/** A commit that looks like ours, as anybody with the right to push can make one. */
function forge(folder: string, message = planCommit().message): string {
  const who = `zendrift[bot] <${committerEmail}> 1795342503 +0000`;
  const tree = git(folder, 'rev-parse', 'main^{tree}');
  const file = join(makeFolder(), 'commit');
  writeFileSync(file, `tree ${tree}\nparent ${head(folder)}\nauthor ${who}\ncommitter ${who}\n\n${message}`);
  const id = git(folder, 'hash-object', '-t', 'commit', '-w', '--', file);
  git(folder, 'update-ref', 'refs/heads/main', id);
  return id;
}

describeSigned('signing (needs ssh-keygen)', () => {
  test.each(['ed25519', 'rsa', 'ecdsa'] as const)('git itself believes what a key of type %s signed', async (type) => {
    const folder = makeRepository();
    const key = makeKey(type);
    const { head: commit, state } = await record(await open(folder, signing(key)), ...three);
    const file = join(makeFolder(), 'allowed');
    writeFileSync(file, key.allowed);
    for (const id of [commit, `${commit}^`, `${commit}^^`, state]) {
      git(folder, '-c', `gpg.ssh.allowedSignersFile=${file}`, 'verify-commit', id);
    }
    git(folder, 'fsck', '--strict');
    expect(git(folder, 'rev-list', '--count', 'main')).toBe('3');
  });

  test('takes a key whose line ends a form has changed, in a repository of either object format', async () => {
    const key = makeKey();
    const pasted = { ...key, secret: key.secret.trim().replaceAll('\n', '\r\n') };
    const folder = makeRepository('--object-format=sha256');
    const { head: commit } = await record(
      await open(folder, { ...signing(pasted), ...signers(key.allowed) }),
      ...three,
    );
    expect(git(folder, 'cat-file', 'commit', commit)).toContain('\ngpgsig-sha256 -----BEGIN SSH SIGNATURE-----');
    expect(await trustsOf(await open(folder, signers(key.allowed)), commit)).toEqual(['signed', 'signed', 'signed']);
  });

  test('gives the ids that hold, with the trees and texts that were planned', async () => {
    const folder = makeRepository();
    const plain = makeRepository();
    const key = makeKey();
    const { ids } = await (await open(folder, signing(key))).writeCommits(null, three, own);
    const unsigned = await (await open(plain)).writeCommits(null, three, own);
    const shape = (at: string, id: string) => git(at, 'log', '-1', '--format=%T %an %at %cn %ct %B', id);
    expect(ids.map((id) => shape(folder, id))).toEqual(unsigned.ids.map((id) => shape(plain, id)));
    expect(git(folder, 'rev-list', '--reverse', ids[2] ?? '').split('\n')).toEqual(ids);
  });

  test('leaves nothing of the key on disk, not even after a failure', async () => {
    const temporary = makeFolder();
    vi.stubEnv('TMPDIR', temporary);
    onTestFinished(() => void vi.unstubAllEnvs());
    const folder = makeRepository();
    const key = makeKey();
    await record(await open(folder, signing(key)));
    const broken = await open(folder, signing({ ...key, secret: 'no key' }));
    expect(await codeOf(broken.writeCommits(head(folder), three, own))).toBe('signing-unusable');
    expect(readdirSync(temporary).filter((name) => name.startsWith('zendrift-signing-'))).toEqual([]);
  });
});

describeSigned('what counts where signers are named (needs ssh-keygen)', () => {
  test('is each commit that is signed, and nothing that is not', async () => {
    const folder = makeRepository();
    const key = makeKey();
    await record(await open(folder, signing(key)), ...three);
    const forged = forge(folder);
    const reader = await open(folder, signers(key.allowed));
    expect(await trustsOf(reader, forged)).toEqual(['signed', 'signed', 'signed', 'unsigned']);
    expect(await trustsOf(await open(folder), forged)).toEqual([undefined, undefined, undefined, undefined]);
  });

  test('a signature for another namespace, committer or key is worth nothing', async () => {
    const folder = makeRepository();
    const [key, other] = [makeKey(), makeKey()];
    const { head: commit } = await record(await open(folder, signing(key)));
    const cases: [string, SignatureTrust][] = [
      [key.allowed, 'signed'],
      [other.allowed, 'invalid'],
      [key.allowed.replace('"git"', '"file"'), 'invalid'],
      [key.allowed.replace(committerEmail, 'ann@example.com'), 'invalid'],
      [key.allowed.replace('namespaces', 'valid-before="20260101",namespaces'), 'invalid'],
      [key.allowed.replace('namespaces', 'valid-before="20270101",namespaces'), 'signed'],
      ['', 'invalid'],
    ];
    for (const [text, trust] of cases) {
      expect(await trustsOf(await open(folder, signers(text)), commit), text).toEqual([trust]);
    }
  });

  test('a commit that takes over the signature of another one is not believed', async () => {
    const folder = makeRepository();
    const key = makeKey();
    const { head: commit } = await record(await open(folder, signing(key)));
    const file = join(makeFolder(), 'commit');
    writeFileSync(file, `${git(folder, 'cat-file', 'commit', commit).replace('trigger "One"', 'trigger "Two"')}\n`);
    const copy = git(folder, 'hash-object', '-t', 'commit', '-w', '--', file);
    expect(await trustsOf(await open(folder, signers(key.allowed)), copy)).toEqual(['invalid']);
  });

  test('the last commit of a push vouches for the others of it, and for no commit before it', async () => {
    const folder = makeRepository();
    const key = makeKey();
    const writer = await open(folder, signing(key, 'last'));
    await record(writer, ...three);
    forge(folder);
    const { head: commit } = await record(await open(folder, signing(key, 'last')), ...three);
    expect(git(folder, 'cat-file', 'commit', commit)).toContain('\nzendrift-vouches 2\ngpgsig ');
    const push: SignatureTrust[] = ['vouched', 'vouched', 'signed'];
    const reader = await open(folder, signers(key.allowed));
    expect(await trustsOf(reader, commit)).toEqual([...push, 'unsigned', ...push]);
  });

  test('a key that is nobody’s vouches for nothing', async () => {
    const folder = makeRepository();
    const { head: commit } = await record(await open(folder, signing(makeKey(), 'last')), ...three);
    const reader = await open(folder, signers(makeKey().allowed));
    expect(await trustsOf(reader, commit)).toEqual(['unsigned', 'unsigned', 'invalid']);
  });

  test('a reading that ends within a push knows who vouches for it', async () => {
    const folder = makeRepository();
    const key = makeKey();
    const { head: commit } = await record(await open(folder, signing(key, 'last')), ...three);
    const reader = await open(folder, signers(key.allowed));
    await reader.fetchTip();
    expect(await trustsOf(reader, `${git(folder, 'rev-parse', `${commit}^`)}`)).toEqual(['vouched', 'vouched']);
  });

  test('so it is in a shallow clone, whose cut goes through a push', async () => {
    const { remote, checkout } = makePair();
    const key = makeKey();
    const { head: commit } = await record(await open(checkout, signing(key, 'last')), ...three);
    const shallow = makeFolder();
    git(shallow, 'clone', '-q', '--depth', '2', `file://${remote}`, '.');
    const reader = await open(shallow, signers(key.allowed));
    expect(await trustsOf(reader, commit)).toEqual(['unsigned', 'vouched', 'vouched', 'signed']);
  });

  test('history up to the named commit counts without signatures', async () => {
    const folder = makeRepository();
    const key = makeKey();
    const { head: start } = await record(await open(folder), ...three);
    await record(await open(folder, signing(key)));
    const forged = forge(folder);
    const reader = await open(folder, signers(key.allowed, start));
    expect(await trustsOf(reader, forged)).toEqual(['earlier', 'earlier', 'earlier', 'signed', 'unsigned']);
  });

  test('a state commit is believed by its own signature alone', async () => {
    const folder = makeRepository();
    const key = makeKey();
    const unsigned = await record(await open(folder));
    expect(await (await open(folder)).isTrusted(unsigned.state)).toBe(true);
    const repository = await open(folder, { ...signing(key), ...signers(key.allowed) });
    expect(await repository.isTrusted(unsigned.state)).toBe(false);
    const author = { name: 'zendrift[bot]', email: committerEmail, time: '2026-11-22T10:15:03Z' };
    const note = { author, committer: author, message: 'State\n\nZendesk-Account: acme\n' };
    const state = await repository.writeStateCommit(unsigned.state, note, new Map([['state.json', '{}\n']]));
    expect(await repository.isTrusted(state)).toBe(true);
  });
});

describeSigned('before anything is read (needs ssh-keygen)', () => {
  const given = { principal: committerEmail, now: Date.parse('2026-11-22T10:15:03Z'), environment };
  const signal = new AbortController().signal;
  const tryIt = (key: string | null, allowed: string | null) =>
    checkSigning({
      ...given,
      signal,
      signing: key === null ? null : { key, which: 'every' },
      signers: allowed === null ? null : { text: allowed, after: null },
    });

  test('a key that is allowed, a key alone and no key at all are well', async () => {
    const key = makeKey();
    await tryIt(key.secret, key.allowed);
    await tryIt(key.secret, null);
    await tryIt(null, null);
  });

  test('what would be recorded and never count is refused', async () => {
    const [key, other] = [makeKey(), makeKey()];
    await expect(tryIt(null, key.allowed)).rejects.toThrow('ZENDRIFT_SIGNING_KEY is not');
    await expect(tryIt(other.secret, key.allowed)).rejects.toThrow('not among the allowed signers');
  });

  test('a key with a passphrase, or none, is refused without a question and without its text', async () => {
    const locked = makeKey('ed25519', 'secret words');
    const failed: unknown = await tryIt(locked.secret, null).catch((error: unknown) => error);
    expect(failed).toMatchObject({ code: 'signing-unusable', exitCode: 2 });
    expect(String(failed)).not.toContain(locked.secret.split('\n')[1]);
    await expect(tryIt('ssh-ed25519 AAAA', null)).rejects.toThrow('no SSH private key');
  });
});

test('a machine without ssh-keygen is named in the error', async () => {
  const elsewhere = { ...environment, PATH: makeFolder() };
  const trial = checkSigning({
    signing: { key: 'key', which: 'every' },
    signers: null,
    principal: committerEmail,
    now: 0,
    environment: elsewhere,
    signal: new AbortController().signal,
  });
  await expect(trial).rejects.toThrow('the program ssh-keygen (of OpenSSH) is not installed');
});
