/** What a file of the pack is, and which requirement it is evidence for. */
export interface FileMeaning {
  /** Path in the pack, or the folder that it is in. */
  readonly path: string;
  readonly what: string;
  readonly supports: readonly string[];
}

const changes = 'SOC 2 CC8.1';
const iso = 'ISO/IEC 27001:2022 A.8.32';
const itgc = (what: string): string => `ITGC change management: ${what}`;

export const fileMeanings: readonly FileMeaning[] = [
  {
    path: 'population.csv',
    what: 'Every change of the period: what changed, who made it, who approved it, and the decision',
    supports: [changes, iso, itgc('population, approval, segregation of duties')],
  },
  {
    path: 'population.json',
    what: 'The same for programs',
    supports: [changes, iso, itgc('population, approval, segregation of duties')],
  },
  {
    path: 'completeness.json',
    what: "Audit entries that history has against those in Zendesk's log, both ways",
    supports: [changes, itgc('completeness and accuracy of the population')],
  },
  {
    path: 'verification.json',
    what: 'Result of checking the whole history: unchanged since it was written, verdicts judged again',
    supports: [changes, iso, itgc('integrity of the evidence')],
  },
  {
    path: 'policies/',
    what: 'Text of each configuration that judged a change of the period; the column "policy" names it',
    supports: [changes, iso, itgc('rules for approval')],
  },
];
