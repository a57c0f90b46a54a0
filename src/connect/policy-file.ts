import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { CommandContext } from '#commands/command.ts';
import { configPaths, sharedConfigPath } from '#config/file.ts';
import { reasonOf, ZendriftError } from '#errors.ts';
import type { Clone, TextFile } from '#git/clone.ts';
import { closingOnFailure, connectClone } from './repository.ts';

/** Nothing that large is read into memory. */
const mostBytes = 50_000_000;

const folder = '.github/zendrift';

/** The file that was named, else the configuration of this checkout. Throws `config-unreadable`. */
export async function readPolicyFile(context: CommandContext): Promise<TextFile> {
  const found = await findPolicyFile(context);
  if (found !== null) return found;
  const subdomain = context.settings.zendesk?.subdomain ?? null;
  throw new ZendriftError('config-unreadable', {
    file: policyPaths(subdomain).join(' or '),
    reason: 'this checkout has no such file',
    hint: 'Name the file: zendrift policy check FILE.',
  });
}

/** Null = none was named, and the checkout has none. */
export async function findPolicyFile(context: CommandContext): Promise<TextFile | null> {
  const { settings } = context;
  const { file } = settings.policy;
  if (file !== null) return { path: file, text: await readNamed(settings.repository, file) };
  const clone = await connectClone(context, { readOnly: true });
  return closingOnFailure(clone, async () => {
    const found = await clone.readLocal(await listPaths(clone, settings.zendesk?.subdomain ?? null));
    await clone.close();
    return found;
  });
}

/** As the shell sees it, else inside of the repository that was named. */
async function readNamed(repository: string, file: string): Promise<string> {
  try {
    return await readLimited(file).catch((error: unknown) => {
      if (isMissing(error)) return readLimited(join(repository, file));
      throw error;
    });
  } catch (error) {
    const reason = isMissing(error) ? 'there is no such file' : reasonOf(error);
    throw new ZendriftError('config-unreadable', { file, reason, hint: 'Check the path of the file.' }, error);
  }
}

async function readLimited(file: string): Promise<string> {
  const { size } = await stat(file);
  if (size > mostBytes) throw new RangeError(`it has ${(size / 1_000_000).toFixed(0)} MB`);
  return readFile(file, 'utf8');
}

const isMissing = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ENOENT';

/** Where a configuration may be. `named` = one that was tried out: it may be the one of an account. */
export const policyPaths = (subdomain: string | null, named?: string): readonly string[] => {
  const usual = subdomain === null ? [sharedConfigPath] : configPaths(subdomain);
  return named?.startsWith(`${folder}/`) === true && subdomain === null ? [named, ...usual] : usual;
};

/** Where no account is named, the only file of one counts if there is none for all. */
async function listPaths(clone: Clone, subdomain: string | null): Promise<readonly string[]> {
  const paths = policyPaths(subdomain);
  const { worktree } = clone.checkout;
  if (subdomain !== null || worktree === null) return paths;
  const names = await readdir(join(worktree, folder)).catch((): string[] => []);
  const files = names.filter((name) => name.endsWith('.yml'));
  return files.length === 1 ? [...paths, `${folder}/${files[0]}`] : paths;
}
