import { rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ZendriftError } from '#errors.ts';
import { type Import, renderImport } from './fast-import.ts';
import { gitFailure } from './git-failure.ts';
import { type Git, openGitStream } from './spawn-git.ts';

// Ignoring case would make `trigger/a` and `trigger/A` one file on a repository made on macOS or Windows.
const command = ['-c', 'core.ignoreCase=false', 'fast-import', '--quiet', '--done', '--date-format=raw'];
const pieceSize = 64 * 1024;

/** Small pieces joined: a write for each of 2,000 commits costs more than the commits. */
function* inPieces(texts: Iterable<string>): Generator<Buffer> {
  let held: string[] = [];
  let length = 0;
  for (const text of texts) {
    held.push(text);
    length += text.length;
    if (length < pieceSize) continue;
    yield Buffer.from(held.join(''));
    held = [];
    length = 0;
  }
  yield Buffer.from(held.join(''));
}

const crashReport = /dumping crash report to (.*fast_import_crash_\d+)/;

/** git leaves the whole state of a failed import in the user's git directory; its last line is all that is of use. */
async function removeCrashReport(git: Git, stderr: string): Promise<void> {
  const path = crashReport.exec(stderr)?.[1];
  if (path !== undefined) await rm(resolve(git.directory, path), { force: true });
}

/** Writes commits as one stream; moves no ref. Returns their ids in order. Throws `git-failed`, `repository-unusable`. */
export async function writeImport(git: Git, plan: Import): Promise<readonly string[]> {
  const stream = openGitStream(git, command);
  const ids: string[] = [];
  let unwritable: unknown = null;
  try {
    // The stream ends early only if git does, and then its exit code and stderr say more than the broken pipe.
    const sent = pipeline(Readable.from(inPieces(renderImport(plan))), stream.stdin).catch((thrown: unknown) => {
      unwritable = thrown;
      if (thrown instanceof ZendriftError) stream.kill();
    });
    while (ids.length < plan.commits.length) {
      const line = await stream.stdout.takeUntil(0x0a);
      if (line === null) break;
      ids.push(line.toString());
    }
    await sent;
    const result = await stream.finished;
    git.signal?.throwIfAborted();
    if (unwritable instanceof ZendriftError) throw unwritable;
    if (result.exitCode !== 0) {
      await removeCrashReport(git, result.stderr);
      throw gitFailure(git.directory, command, result);
    }
  } finally {
    stream.kill();
  }
  if (ids.length !== plan.commits.length) {
    const reason = `${ids.length} of ${plan.commits.length} commits were written`;
    throw new ZendriftError('git-failed', { command: 'fast-import', reason }, unwritable);
  }
  return ids;
}
