import { describe, expect, it } from 'vitest';
import { decideLines } from '#render/issue/decide-lines.ts';
import type { IssueView } from '#render/issue/issue-view.ts';
import { anEpisode, episodeChange, issueView } from '../../support/episodes.ts';

const text = (over: Partial<IssueView> = {}): string => decideLines(issueView(over)).join('\n');
const change = (over: Parameters<typeof episodeChange>[0], more: Partial<IssueView['episode']> = {}) => ({
  episode: anEpisode({ changes: [episodeChange(over)], ...more }),
});
const approved = anEpisode().approvedState;

describe('the commands of an issue', () => {
  it('say what /revert does here', () => {
    const revert = (type: 'update' | 'deactivate' | 'remove' | 'create' | 'reorder') => text({ revert: { type } });
    expect(revert('update')).toContain(
      '- `/revert a77d01b reason` undoes the change in Zendesk: the trigger is back in',
    );
    expect(revert('deactivate')).toContain(
      '- `/revert a77d01b reason` deactivates the new trigger in Zendesk. `/revert a77d01b delete reason` deletes it instead.',
    );
    expect(revert('remove')).toContain('- `/revert a77d01b delete reason` deletes the new trigger in Zendesk.');
    expect(revert('create')).toContain('creates the trigger again in Zendesk, as it was approved, with a new id.');
    expect(revert('reorder')).toContain('puts all triggers back into their approved order in Zendesk.');
    const lines = [{ words: ['Deactivated: it no longer runs'] }];
    const description = { verb: 'Deactivate', title: 'A', lines } as const;
    expect(text({ description })).toContain('undoes the change in Zendesk: the trigger is active again.');
    expect(text({ description: { ...description, lines: [...lines, ...lines] } })).toContain(
      'the trigger is back in its approved state, and active again.',
    );
    expect(text({ description: { ...description, verb: 'Rename' } })).toContain('the trigger has its old title again.');
    expect(text({ description: { ...description, verb: 'Activate' } })).toContain('the trigger is inactive again.');
  });

  it('offer no /revert that can do nothing, and say why', () => {
    const nothing = text({ revert: { type: 'nothing' } });
    expect(nothing).toContain('- There is nothing to revert: the trigger is in its approved state.');
    expect(nothing).not.toContain('`/revert a77d01b');
    const hidden = text({ revert: { type: 'nothing' }, ...change({ otherFields: ['brand_id'], after: approved }) });
    expect(hidden).toContain("It can't be reverted from here: zendrift does not record the value of `brand_id`.");
    const beside = text(change({ otherFields: ['brand_id'] }));
    expect(beside).toContain('It leaves `brand_id` as it is: zendrift does not record the value.');
    const masked = text({ revert: { type: 'impossible', why: ['Only a mask of ', { value: 'a|b' }] } });
    expect(masked).toContain("- It can't be reverted from here. Only a mask of `a|b`");
  });

  it('say what /reject does, and do not offer it twice', () => {
    const calm = (over: Parameters<typeof episodeChange>[0] = {}) => text(change({ risk: 'low', ...over }));
    expect(calm()).toContain('This issue stays open until someone undoes it in Zendesk.');
    expect(text()).toContain('This issue stays open until someone decides with `/revert` or `/approve`.');
    expect(calm({ after: approved })).toContain('records that the change was not acceptable.');
    const rejected = change({}, { rejected: { by: 'ann', byId: '7', reason: 'no', comment: '1' } });
    expect(text(rejected)).not.toContain('/reject');
    expect(text(rejected).indexOf('Only ann or an admin of this repository can approve it, with a reason.')).toBe(
      'ann rejected this change. '.length,
    );
  });

  it('name the author of the one rejection, and owners where there are any', () => {
    const rejection = { by: 'ann', byId: '7', reason: 'no', comment: '1' };
    const approval = { ...issueView().approval, owners: ['lead', 'deputy'] };
    expect(text({ ...change({}, { rejected: rejection }), approval })).toContain(
      'ann rejected this change. Only ann, an owner (lead, deputy) or an admin of this repository can approve it',
    );
    const others = [{ by: 'bob', byId: '8' }];
    expect(text(change({}, { rejected: { ...rejection, others } }))).toContain(
      'bob, ann rejected this change. Only an admin of this repository can approve it',
    );
  });

  it('say why somebody cannot approve it, and what the handle means', () => {
    expect(text()).toContain('jane-gh cannot approve it: jane-gh made this change.');
    expect(text({ mayNotApprove: ['jane-gh', 'bob-gh'] })).toContain(
      'jane-gh and bob-gh cannot approve it: they made this change or part of it.',
    );
    expect(text({ mayNotApprove: [] })).toContain('accepts the change and closes this issue.\n');
    expect(text()).toContain('`a77d01b` identifies the change shown here.');
    expect(text(change({ after: null }))).toContain('`none` means that the trigger is gone.');
    expect(text({ approval: { ...issueView().approval, needed: 2 } })).toContain('accepts the change. jane-gh');
  });
});
