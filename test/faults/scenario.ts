import {
  ann,
  autoReply,
  bob,
  closeSolved,
  closeSpam,
  fullRefund,
  invoiceCopy,
  jane,
  notifyRequester,
  partialRefund,
  refundsView,
} from '../support/acme.ts';
import type { World } from './world.ts';

const action = (value: string) => ({ actions: [{ field: 'status', value }] });

/** An account with two open episodes and a late entry to come. */
export async function playFirstDay(world: World): Promise<void> {
  await world.run();
  world.wait(600);
  world.edit(bob, (editor) => editor.update('macro', invoiceCopy, { description: 'For Bob' }, { entryLag: 1000 }));
  world.wait(5);
  world.edit(jane, (editor) => {
    editor.update('trigger', notifyRequester, { active: false });
    editor.update('macro', fullRefund, { title: 'Refunds::All of it' });
    editor.update('macro', invoiceCopy, { title: 'Invoices::Copy' });
  });
  world.wait(60);
  await world.run();
  world.wait(1000);
}

/** What one run finds then: a bit of everything that makes it write. */
export function playSecondDay(world: World): void {
  const titleBefore = world.lab.tree().get(`snapshots/acme/macros/${fullRefund}.json`) ?? '{}';
  world.edit(ann, (editor) => editor.update('trigger', notifyRequester, { title: 'Notify nobody' }));
  world.edit(bob, (editor) => {
    editor.update('macro', fullRefund, { title: titleOfBaseline(world) ?? titleBefore });
    editor.remove('automation', closeSolved);
  });
  world.edit(jane, (editor) => editor.reorder('trigger', [notifyRequester, closeSpam, autoReply]));
  world.edit(ann, (editor) => {
    editor.create('macro', { title: 'New', ...action('open') });
    const { id } = editor.create('macro', { title: 'Short-lived', ...action('solved') });
    editor.remove('macro', id);
  });
  world.edit(bob, (editor) => editor.update('view', refundsView, { title: 'Refunds, all' }));
  world.edit(ann, (editor) => editor.update('view', refundsView, { active: false }));
  world.wait(60);
  world.lab.commitElsewhere({
    [`snapshots/acme/macros/${partialRefund}.json`]: '{"edited": "by hand"}\n',
    'notes.md': 'Ours\n',
  });
}

const titleOfBaseline = (world: World): string | undefined => {
  const [first] = world.lab.git('log', '--format=%H', '--reverse', '--grep=^Zendesk-Baseline', 'main').split('\n');
  const text = world.lab.git('cat-file', 'blob', `${first}:snapshots/acme/macros/${fullRefund}.json`);
  const value: unknown = JSON.parse(text);
  return typeof value === 'object' && value !== null && 'title' in value ? String(value.title) : undefined;
};
