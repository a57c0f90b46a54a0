/** The body that GitHub makes of the change request form. */
export const requestForm = (over: Readonly<Record<string, string>> = {}): string => {
  const sections: Readonly<Record<string, string>> = {
    Objects: 'trigger/360000000041',
    Who: '1001',
    From: '2026-11-20T08:00Z',
    To: '2026-11-20T18:00+01:00',
    Uses: 'once',
    Plan: 'A clearer title.',
    'Expected snapshot': '_No response_',
    ...over,
  };
  return Object.entries(sections)
    .map(([heading, text]) => `### ${heading}\n\n${text}`)
    .join('\n\n');
};
