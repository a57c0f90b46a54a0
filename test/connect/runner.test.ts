import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { openRunner } from '#connect/runner.ts';

describe('a runner on a host', () => {
  const runner = openRunner({});

  it('names no host, and knows of itself that it is at work', () => {
    expect(runner.id).toMatch(new RegExp(`^[0-9a-f]{12}-${process.pid}$`));
    expect(runner.isOver(runner.id)).toBe(false);
  });

  it('knows of a process of the same host whether it has ended', async () => {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    const id = runner.id.replace(/\d+$/, String(child.pid));
    expect(runner.isOver(id)).toBe(false);
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(runner.isOver(id)).toBe(true);
  });

  it('knows nothing of other hosts, of Actions and of nonsense', () => {
    for (const id of ['000000000000-1', 'actions-1-1', '', 'x', `${runner.id}x`]) expect(runner.isOver(id)).toBe(false);
  });
});

describe('a runner in Actions', () => {
  const runner = openRunner({ GITHUB_RUN_ID: '8839201', GITHUB_RUN_ATTEMPT: '3' });

  it('is a run and its attempt', () => expect(runner.id).toBe('actions-8839201-3'));

  it('knows that earlier attempts of its run have ended, and nothing of other runs', () => {
    expect(['actions-8839201-1', 'actions-8839201-2'].map(runner.isOver)).toEqual([true, true]);
    for (const id of ['actions-8839201-3', 'actions-8839201-4', 'actions-8839202-1', 'ab12ab12ab12-1']) {
      expect(runner.isOver(id)).toBe(false);
    }
  });
});
