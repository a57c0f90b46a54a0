import { escapeHtml } from '#render/escape/html.ts';
import { fileMeanings } from './controls.ts';
import { type Completeness, type EvidenceResult, isComplete } from './evidence-result.ts';

/** What the cover page says; the list of files is the manifest's. */
export type Cover = Omit<EvidenceResult, 'files' | 'version'> & { readonly timezone: string; readonly tool: string };

const style =
  'body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}table{border-collapse:collapse;width:100%}th,td{border:1px solid #8c959f;padding:.3rem .6rem;text-align:left;vertical-align:top}h2{margin-top:2rem}';

/** The first page of the pack: one file without scripts that prints well. */
export function renderCover(cover: Cover): string {
  const { account, from, to, head, verification, completeness } = cover;
  return [
    '<!doctype html>',
    '<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">',
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`,
    `<title>Evidence: Zendesk configuration of ${escapeHtml(account)}</title><style>${style}</style></head><body>`,
    `<h1>Evidence: Zendesk configuration of ${escapeHtml(account)}</h1>`,
    table([
      ['Period', `${from} to ${to} (days in ${cover.timezone})`],
      ['State of the record', `commit ${head}`],
      ['Made by', cover.tool],
      [
        'Signed',
        cover.signed ? 'manifest.json.sig is an SSH signature of manifest.json' : 'no: no signing key was set',
      ],
    ]),
    '<h2>Changes</h2>',
    table([
      ['Changes', String(cover.changes)],
      ['Not approved by a rule', String(cover.unapproved)],
      ['Still undecided', String(cover.undecided)],
    ]),
    '<h2>Is the population complete?</h2>',
    ...completenessRows(completeness),
    '<h2>Is the record intact?</h2>',
    table([
      [
        'History',
        verification.sound ? 'intact' : `${count(verification.faults, 'fault')}, listed in verification.json`,
      ],
      ['Warnings', String(verification.warnings)],
      ['Commits checked', String(verification.counts.own)],
      ['Verdicts judged again', String(verification.counts.verdicts)],
      ['Compared with Zendesk', verification.remote ? 'yes' : 'NOT ASKED: no Zendesk credentials were given'],
      [
        'Decisions compared with GitHub',
        verification.github ? 'yes' : 'NOT ASKED: no GitHub token and repository were given',
      ],
    ]),
    ...(cover.policiesMissing.length === 0
      ? []
      : [`<p>Not in the repository any more: ${escapeHtml(cover.policiesMissing.join(', '))}.</p>`]),
    '<h2>What each file is evidence for</h2>',
    '<table><tr><th>File</th><th>What it is</th><th>Supports</th></tr>',
    ...fileMeanings.map(
      ({ path, what, supports }) =>
        `<tr><td>${escapeHtml(path)}</td><td>${escapeHtml(what)}</td><td>${supports.map(escapeHtml).join('<br>')}</td></tr>`,
    ),
    '</table>',
    '<h2>How to check this pack</h2>',
    '<p>manifest.json has the SHA-256 of every file. The same command over the same record, with the same answers of Zendesk and GitHub, gives the same bytes. The column "approver_is_not_maker" says "yes" only where it is proven that approver and maker are different people.</p>',
    '</body></html>',
    '',
  ].join('\n');
}

function completenessRows({ recorded, listed }: Completeness): readonly string[] {
  if (listed === null) {
    return [
      table([
        ['Audit entries in the record', String(recorded)],
        [
          "Compared with Zendesk's audit log",
          'NOT ASKED: no Zendesk credentials were given, or the plan has no audit log',
        ],
      ]),
    ];
  }
  return [
    table([
      ['Audit entries in the record', String(recorded)],
      ["Edits that Zendesk's audit log lists", String(listed.entries)],
      ['In both', String(listed.both)],
      ['In the record, but not listed', ids(listed.onlyRecorded)],
      ['Listed, but not in the record', ids(listed.onlyListed)],
      ['Listed, from before the baseline', String(listed.beforeBaseline)],
      ['Listed, of objects that are not tracked', String(listed.notTracked)],
      ['Complete', isComplete({ recorded, listed }) === true ? 'yes' : 'NO: see completeness.json'],
    ]),
  ];
}

const ids = (all: readonly string[]): string => (all.length === 0 ? '0' : `${all.length}, listed in completeness.json`);

const table = (rows: readonly (readonly [string, string])[]): string =>
  `<table>${rows.map(([name, value]) => `<tr><th scope="row">${escapeHtml(name)}</th><td>${escapeHtml(value)}</td></tr>`).join('')}</table>`;

const count = (number: number, what: string): string => `${number} ${what}${number === 1 ? '' : 's'}`;
