import { hasLabel } from '#render/issue/labels.ts';
import { type Check, checkFault, ok, skipped } from './check.ts';

const label = 'config-drift';

export const issues: Check = {
  id: 'issues',
  title: 'Issues',
  needs: ['github'],
  look: async ({ hub }) => {
    if (hub === null) return skipped('no GitHub');
    const { hasIssues } = await hub.readRepository();
    if (!hasIssues)
      return checkFault('disabled for this repository', 'Enable issues in the settings of the repository.');
    const open = await hub.listOpen(label);
    return ok(`enabled; ${open.length} open with the label ${label}`);
  },
};

export const labels: Check = {
  id: 'labels',
  title: 'Labels',
  needs: ['issues'],
  look: async ({ hub }) => {
    const names = await hub?.listLabels();
    if (!names) return skipped('this token may not see them');
    return ok(hasLabel(names, label) ? `${label} is there` : `${label} will be made with the first issue`);
  },
};
