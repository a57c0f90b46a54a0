import { redactionFingerprint } from '#core/snapshot/redact.ts';
import { type Kind, kindWords } from '#kinds/kind.ts';
import { type Ledger, publish } from '#ledger/publish.ts';
import { type Warning, warning } from '#warning.ts';
import { publishBaseline } from './baseline.ts';
import { readWords } from './plan.ts';
import { absentAfter, readBaseline } from './read-baseline.ts';
import type { TrackRun } from './track-run.ts';

/** Lists some kinds and pushes their baseline; a dry run only counts. */
export async function addBaseline(run: TrackRun, ledger: Ledger, kinds: readonly Kind[]) {
  const reading = await readBaseline(run, ledger.state, kinds);
  const problems = reading.unreadable;
  for (const kind of reading.absent) {
    if (!ledger.state.absent.includes(kind.name)) run.progress.warn(absentWarning(kind));
  }
  if (run.dryRun) {
    const counts = new Map(reading.listed.map(({ kind, objects }) => [kind, objects.size]));
    return { ledger, baseline: counts, problems, collected: [] };
  }
  if (reading.listed.length === 0 && ledger.state.baselines.size > 0) {
    const absent = absentAfter(ledger.state, reading);
    if (absent.join() === ledger.state.absent.join()) return { ledger, baseline: null, problems, collected: [] };
    const pushed = await publish(run, ledger, {
      ...{ items: [], left: ledger.state.pending, windowEnd: ledger.state.watermark },
      finish: (state) => ({ ...state, absent }),
      describe: async () => [],
    });
    if (pushed.type === 'overtaken') return pushed.type;
    return { ledger: pushed.ledger, baseline: null, problems, collected: [] };
  }
  const names = await readWords(run, ledger);
  const pushed = await publishBaseline(run, ledger, reading, names, redactionFingerprint(run.redaction));
  if (pushed.type === 'overtaken') return pushed.type;
  const withheld = pushed.withheld.map(({ object }) => object);
  return {
    ledger: pushed.ledger,
    baseline: pushed.counts,
    problems: [...problems, ...pushed.withheld],
    collected: [{ waiting: [], notTracked: 0, otherActions: 0, heldBack: [], withheld }],
  };
}

const absentWarning = ({ plural, needs = '' }: Kind): Warning =>
  warning(
    'kind-absent',
    `This account does not offer ${kindWords(plural)} (they need ${needs}), so they are not tracked. A sweep looks again.`,
  );
