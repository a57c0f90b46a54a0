import type { Issue } from '#sandbox/github/model/entities.ts';
import { gitWithInput } from '../git/support.ts';
import type { Lab } from './lab.ts';
import { hubOf } from './triage-lab.ts';

export type ProposedTexts = Readonly<Record<string, string | null>>;

// Of fast-import's quoting only what could end a path has to be written.
const quote = (path: string): string =>
  `"${path.replace(/["\\]/g, '\\$&').replaceAll('\n', '\\n').replaceAll('\u0001', '\\001')}"`;

/** A commit on `from` with other texts (null deletes), under a ref of the remote. */
export function pushProposal(lab: Lab, ref: string, files: ProposedTexts, from = 'refs/heads/main'): void {
  const changes = Object.entries(files).map(([path, text]) =>
    text === null ? `D ${quote(path)}\n` : `M 100644 inline ${quote(path)}\ndata ${Buffer.byteLength(text)}\n${text}\n`,
  );
  const head = `commit ${ref}\ncommitter Jane <jane@example.org> 1763625600 +0000\ndata 8\nProposal\n`;
  gitWithInput(lab.remote, `${head}from ${from}^0\n${changes.join('')}`, 'fast-import', '--quiet', '--force');
  // GitHub counts a push to its head as a change of a pull request.
  const { store, clock } = hubOf(lab).model;
  for (const [number, pull] of store.issues) {
    if (pull.head === ref) store.issues.set(number, { ...pull, updatedAt: clock.iso() });
  }
}

/** An open pull request whose head changes these files. */
export function propose(lab: Lab, files: ProposedTexts, ref = 'refs/heads/proposal', login = 'jane-gh'): Issue {
  pushProposal(lab, ref, files);
  return hubOf(lab).model.as(login).openPullRequest({ title: 'A title', head: ref });
}
