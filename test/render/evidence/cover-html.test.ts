import { expect, test } from 'vitest';
import { type Cover, renderCover } from '#render/evidence/cover-html.ts';

const cover: Cover = {
  ...{ account: '<script>acme', from: '2026-10-01T00:00:00Z', to: '2026-12-31T23:59:59Z', head: 'abc1234' },
  ...{ changes: 12, unapproved: 3, undecided: 1, policiesMissing: [], signed: false },
  ...{ timezone: 'Europe/Berlin', tool: 'zendrift 0.1.0' },
  completeness: { recorded: 14, listed: null },
  verification: {
    ...{ sound: true, faults: 0, warnings: 0, remote: false, github: false },
    counts: {
      ...{ commits: 9, own: 8, backfilled: 0, changes: 12, decisions: 2, configurations: 0, entries: 14, objects: 5 },
      ...{ versions: 20, verdicts: 11 },
    },
  },
};

test('what was not asked, is damaged or is missing stands on the page, and names are text', () => {
  const page = renderCover(cover);
  expect(page).not.toContain('<script>acme');
  expect(page.match(/NOT ASKED/g)).toHaveLength(3);
  const counts = {
    entries: 15,
    both: 14,
    onlyRecorded: [],
    onlyListed: ['7'],
    beforeBaseline: 0,
    notTracked: 0,
    otherActions: 0,
  };
  const bad = renderCover({
    ...cover,
    completeness: { recorded: 14, listed: counts },
    verification: { ...cover.verification, sound: false, faults: 2, remote: true, github: true },
    policiesMissing: ['deadbeef'],
  });
  for (const words of ['NO: see completeness.json', '2 faults, listed in verification.json', 'deadbeef']) {
    expect(bad).toContain(words);
  }
  expect(bad).not.toContain('NOT ASKED');
});
