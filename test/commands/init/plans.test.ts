import { describe, expect, test } from 'vitest';
import { planPeople } from '#commands/init/plan-people.ts';
import { planRules } from '#commands/init/plan-rules.ts';
import { planSchedule } from '#commands/init/plan-schedule.ts';
import { planSteps, type StepFacts } from '#commands/init/plan-steps.ts';
import { checkConfig } from '#config/parse.ts';
import type { Hours } from '#policy/rule.ts';
import type { Profile, TeamMember } from '#ports/setup.ts';
import { renderCodeOwners } from '#render/init/code-owners.ts';
import { renderConfigYaml } from '#render/init/config-yaml.ts';

describe('the schedule', () => {
  const workweek: Hours = { days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: 480, to: 1080, holidays: [] };

  test('is often in working hours and hourly otherwise, in UTC, summer and winter', () => {
    const { crons, minutes } = planSchedule(workweek, 'Europe/Berlin', 2026);
    expect(crons).toEqual(['7,22,37,52 6-16 * * 1-5', '7 * * * 0,6', '7 0-5,17-23 * * 1-5']);
    // 11 hours a day on 5 days: 4 runs an hour; the other 113 hours of the week: 1.
    expect(minutes.track).toBe(Math.ceil(((55 * 4 + 113) * 365) / 84));
    expect(minutes).toMatchObject({ total: minutes.track + 31 + 5, every: 15, otherwise: 60 });
  });

  test.each([
    ['Asia/Tokyo', ['7,22,37,52 23 * * 0', '7,22,37,52 0-8,23 * * 1-4', '7,22,37,52 0-8 * * 5']],
    ['Asia/Kolkata', ['7,22,37,52 2-12 * * 1-5']],
    ['America/Los_Angeles', ['7,22,37,52 15-23 * * 1', '7,22,37,52 0-1,15-23 * * 2-5', '7,22,37,52 0-1 * * 6']],
  ])('knows the days of %s', (timezone, busy) => {
    expect(planSchedule(workweek, timezone, 2026).crons.slice(0, busy.length)).toEqual(busy);
  });

  test.each([
    ['without working hours', null],
    ['around the clock', { ...workweek, days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'], from: 0, to: 1440 }],
    ['at night', { ...workweek, from: 1320, to: 360 }],
  ] satisfies readonly (readonly [string, Hours | null])[])('stays within the free minutes %s', (_, hours) => {
    const { crons, minutes } = planSchedule(hours, 'Pacific/Auckland', 2026);
    expect(minutes.total).toBeLessThan(1900);
    const runs = crons.map((cron) => {
      const [minute = '', hour = '', , , day = ''] = cron.split(' ');
      return minute.split(',').length * countOf(hour, 24) * countOf(day, 7);
    });
    // What the lines really start in a week is what is counted.
    expect(Math.ceil((runs.reduce((sum, one) => sum + one, 0) * 365) / 84)).toBe(minutes.track);
  });

  const countOf = (text: string, all: number): number =>
    text === '*'
      ? all
      : text
          .split(',')
          .map((part) => part.split('-').map(Number))
          .reduce((sum, [first = 0, last = first]) => sum + last - first + 1, 0);
});

describe('people', () => {
  const person = (id: string, name: string, email: string | null = null): TeamMember => ({ id, name, email });
  const account = (login: string, name: string | null, email: string | null = null): Profile => ({
    ...{ id: `9${login.length}`, login, name, email },
  });

  test('are the same by address, else by name; nobody is proposed twice', () => {
    const team = [person('1', 'Jane Doe', 'Jane@acme.example'), person('2', 'Bob  Ray'), person('3', 'Ann')];
    const profiles = [
      account('jd', null, 'jane@ACME.example'),
      account('bob', 'bob ray'),
      account('janed', 'Jane Doe'),
    ];
    expect(planPeople(team, profiles).map(({ zendesk, github, by }) => [zendesk, github, by])).toEqual([
      ['1', 'jd', 'email'],
      ['2', 'bob', 'name'],
    ]);
  });

  test('are not guessed where a name or an address is there twice', () => {
    const twins = [person('1', 'Jane Doe'), person('2', 'jane doe')];
    expect(planPeople(twins, [account('jd', 'Jane Doe')])).toEqual([]);
    const shared = [person('1', 'A', 'team@acme.example'), person('2', 'B', 'team@acme.example')];
    expect(planPeople(shared, [account('team', null, 'team@acme.example')])).toEqual([]);
  });
});

describe('the configuration', () => {
  const entries = (actorId: string, actorName: string, sourceType: string, count: number) =>
    Array.from({ length: count }, () => ({ actorId, actorName, sourceType }));
  const rules = planRules([
    ...entries('998877', 'Deploy Bot', 'trigger', 40),
    ...entries('1001', 'Jane\nDoe', 'macro', 12),
    ...entries('1002', 'Bob Ray', 'macro', 2),
    ...entries('-1', 'Zendesk', 'user', 99),
  ]);
  const text = renderConfigYaml({
    ...{
      branch: 'zendrift',
      timezone: 'Europe/Berlin',
      hours: null,
      identities: [],
      withoutLog: false,
      signers: null,
      rules,
    },
    guesses: [{ zendesk: '1002', name: 'Bob Ray', github: 'bob', githubId: '35', by: 'name' }],
  });

  test('suggests rules for machines and busy macro teams, as comments alone', () => {
    expect(rules.map(({ name, actors, kinds }) => [name, actors, kinds])).toEqual([
      ['machine-998877', ['998877'], []],
      ['macro-team', ['1001'], ['macro']],
    ]);
    expect(checkConfig(text, 'acme')).toMatchObject({
      type: 'valid',
      config: { policy: { default: 'unapproved', rules: [] }, identities: new Map() },
    });
  });

  test('is valid with every comment taken into use', () => {
    const used = text.replace(/^# (identities:)$/m, '$1').replace(/^ {2}# (?=[\d r]|rules)/gm, '  ');
    const checked = checkConfig(used, 'acme');
    expect(checked).toMatchObject({
      type: 'valid',
      config: { policy: { rules: [{ actors: ['998877'] }, { kinds: ['macro'] }] } },
    });
    const people = checked.type === 'valid' ? checked.config.identities.get('1002') : null;
    expect(people).toEqual({ github: 'bob', githubId: '35', email: null });
  });
});

test('a branch or a login that YAML would read as a number or a truth is text', () => {
  const person = { zendesk: '1', name: 'Jane', github: '007', githubId: '34', by: 'email' } as const;
  const odd = {
    branch: '2026',
    timezone: 'Etc/GMT+1',
    hours: null,
    guesses: [],
    rules: [],
    withoutLog: false,
    signers: null,
  };
  const checked = checkConfig(
    renderConfigYaml({ ...odd, identities: [person, { ...person, zendesk: '2', github: 'no' }] }),
    'a',
  );
  expect(checked).toMatchObject({ type: 'valid', config: { branch: '2026', timezone: 'Etc/GMT+1' } });
  const logins = checked.type === 'valid' ? [...checked.config.identities.values()].map(({ github }) => github) : [];
  expect(logins).toEqual(['007', 'no']);
});

test('CODEOWNERS is appended to, unless it names an owner of the configuration already', () => {
  const line = '/.github/ @ann\n';
  expect(renderCodeOwners(null, 'ann')).toMatch(/^# .+\n\/\.github\/ @ann\n$/);
  expect(renderCodeOwners('docs/ @bob', 'ann')).toMatch(/^docs\/ @bob\n# /);
  for (const owned of ['* @team\n', '/.github/ @bob\n', '.github/zendrift.yml @bob\n'])
    expect(renderCodeOwners(owned, 'ann')).toBe(owned);
  for (const free of ['', '# * @team\n', '*.md @bob\n', '/.github/\n'])
    expect(renderCodeOwners(free, 'ann')).toContain(line);
});

describe('the steps', () => {
  const facts: StepFacts = {
    ...{ repository: { name: 'acme/z', url: 'https://github.com/acme/z' }, account: 'acme', branch: 'zendrift' },
    ...{
      defaultBranch: 'main',
      signingKey: null,
      hasGh: true,
      pull: null,
      isLocal: false,
      isRecorded: false,
      secrets: null,
      environments: null,
      isProtected: false,
    },
    ...{ guesses: [], unmapped: [] },
  };
  const lines = (change: Partial<StepFacts>) => planSteps({ ...facts, ...change }).flatMap((step) => step.lines);

  test('are commands where gh is there, and pages to open where it is not; no secret is among them', () => {
    expect(lines({})).toContain('gh secret set ZENDESK_SUBDOMAIN --repo acme/z --body acme');
    expect(lines({})).toContain('gh secret set ZENDESK_CLIENT_SECRET --repo acme/z');
    const setUp = lines({}).filter((line) => line.startsWith('gh api'));
    expect(setUp).toEqual([
      "gh api repos/acme/z/rulesets -f name=zendrift -f target=branch -f enforcement=active -F 'conditions[ref_name][include][]=refs/heads/zendrift' -F 'conditions[ref_name][exclude][]' -f 'rules[][type]=deletion' -f 'rules[][type]=non_fast_forward'",
      "gh api -X PUT repos/acme/z/environments/zendesk-write -F 'deployment_branch_policy[protected_branches]=false' -F 'deployment_branch_policy[custom_branch_policies]=true'",
      'gh api repos/acme/z/environments/zendesk-write/deployment-branch-policies -f name=main',
    ]);
    // Neither name is put into a shell as it is.
    expect(lines({ branch: 'it$(x)', defaultBranch: "o'b" }).filter((line) => line.startsWith('gh api'))).toEqual([]);
    const pages = lines({ hasGh: false });
    expect(pages).toContain('https://github.com/acme/z/settings/secrets/actions/new');
    expect(pages.join()).not.toContain('gh ');
    expect(lines({ hasGh: true, repository: null }).join()).not.toContain('null');
  });

  test('leave out what is set up', () => {
    const secrets = ['ZENDESK_SUBDOMAIN', 'ZENDESK_CLIENT_ID', 'ZENDESK_CLIENT_SECRET'];
    expect(lines({ secrets, environments: ['zendesk-write'], isProtected: true })).toEqual([
      'gh workflow run zendrift-track.yml --repo acme/z',
      'zendrift doctor',
    ]);
    expect(
      lines({ secrets: ['ZENDESK_SUBDOMAIN'] }).filter((line) => line.startsWith('gh secret set ZENDESK_C')),
    ).toHaveLength(2);
  });
});
