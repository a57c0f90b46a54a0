import { expect, test } from 'vitest';
import { jane, notifyRequester } from '../support/acme.ts';
import { openLab } from '../support/lab.ts';

const config = 'hours: { from: "08:00", to: "18:00", holidays: [.github/holidays.ics] }\n';
const calendar = [
  'BEGIN:VCALENDAR',
  'BEGIN:VEVENT',
  'UID:1@test',
  'DTSTART;VALUE=DATE:20201120',
  'RRULE:FREQ=YEARLY',
  'END:VEVENT',
  'END:VCALENDAR',
  '',
].join('\r\n');

test('holidays come from the calendar file of the default branch, not from the checkout', async () => {
  const lab = await openLab({ config });
  await expect(lab.run()).rejects.toMatchObject({
    code: 'config-invalid',
    message: expect.stringContaining("hours.holidays: can't read .github/holidays.ics: it does not exist"),
  });
  lab.commitElsewhere({ '.github/holidays.ics': 'Christmas' });
  await expect(lab.run()).rejects.toMatchObject({ message: expect.stringContaining('it is no calendar') });
  lab.commitElsewhere({ '.github/holidays.ics': calendar });
  await lab.run();
  // Friday 20 November 2026, at ten.
  lab.wait(2 * 3600);
  lab.zendesk.account.as(jane).update('trigger', notifyRequester, { title: 'On a holiday' });
  lab.wait(60);
  await lab.run();
  const [change] = await lab.changes();
  const commit = (await lab.log()).find(({ id }) => id === change?.id);
  expect(commit?.facts).toMatchObject({ risk: { codes: expect.arrayContaining(['off-hours']) } });
});
