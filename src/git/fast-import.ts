import { ZendriftError } from '#errors.ts';
import type { PlannedCommit } from '#ports.ts';
import { renderIdentity } from './identity.ts';

export interface Import {
  /** Ref name that exists inside the stream only. */
  readonly ref: string;
  readonly parent: string | null;
  readonly nullId: string;
  readonly commits: readonly PlannedCommit[];
  /** `exact`: each commit's tree is its files and nothing else. */
  readonly tree: 'changed' | 'exact';
}

const partLimit = 4096;
const forbiddenPart = /^(?:\.|\.\.|\.git|git~1)?$/i;

/** A path in quotes for the stream. Throws for one that no checkout could hold (`..`, `.git`, empty parts, NUL). */
export function quotePath(path: string): string {
  if (path.length > partLimit || path.includes('\0') || path.split('/').some((part) => forbiddenPart.test(part))) {
    const reason = `the path ${JSON.stringify(path.slice(0, 80))} cannot be stored`;
    throw new ZendriftError('git-failed', { command: 'fast-import', reason });
  }
  const escaped = path.replace(/["\\]/g, '\\$&').replace(/[\x01-\x1f\x7f]/g, (character) => {
    return `\\${character.charCodeAt(0).toString(8).padStart(3, '0')}`;
  });
  return `"${escaped}"`;
}

/** Text of any content, announced by its length, so nothing in it is read as a command. */
function renderData(text: string): string {
  return `data ${Buffer.byteLength(text)}\n${text}\n`;
}

function renderCommit(plan: Import, commit: PlannedCommit, index: number): string {
  const files = commit.files.map(({ path, text }) =>
    text === null ? `D ${quotePath(path)}\n` : `M 100644 inline ${quotePath(path)}\n${renderData(text)}`,
  );
  return [
    `commit ${plan.ref}\nmark :${index + 1}\n`,
    `author ${renderIdentity(commit.author)}\ncommitter ${renderIdentity(commit.committer)}\n`,
    renderData(commit.message),
    index === 0 && plan.parent !== null ? `from ${plan.parent}\n` : '',
    commit.joins === undefined ? '' : `merge ${commit.joins}\n`,
    plan.tree === 'exact' ? 'deleteall\n' : '',
    ...files,
    // Answered on stdout with the commit's id.
    `get-mark :${index + 1}\n`,
  ].join('');
}

/**
 * The `git fast-import` stream of these commits, one piece a commit. Its last command takes the ref back, so that a ref
 * is never written, not even when the process dies on the way.
 */
export function* renderImport(plan: Import): Generator<string> {
  // A ref of that name left by anyone else must not become the parent.
  if (plan.parent === null) yield `reset ${plan.ref}\n\n`;
  for (const [index, commit] of plan.commits.entries()) yield renderCommit(plan, commit, index);
  yield `reset ${plan.ref}\nfrom ${plan.nullId}\n\ndone\n`;
}
