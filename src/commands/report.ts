import { toUtcTime } from '#drift/time.ts';
import { toVisible } from '#drift/visible.ts';
import type { CommandOutcome } from './command.ts';
import { destinationWords, inOnePart, visibleJson } from './export/document.ts';
import { toRange } from './export/range.ts';
import { readChanges } from './report/read-changes.ts';
import { renderHtml } from './report/render-html.ts';
import { renderMarkdown } from './report/render-markdown.ts';
import type { ReportResult } from './report/result.ts';
import type { ReportFormat, ReportRun } from './report/run.ts';
import { toReport } from './report/to-report.ts';
import { totalsWords } from './report/words.ts';

/** `zendrift report`: who changed what, when, off hours or not, approved or not. Needs neither Zendesk nor GitHub. */
export async function report(run: ReportRun): Promise<CommandOutcome> {
  const { target, clock } = run;
  const range = toRange(run.range, toUtcTime(clock.now()));
  const result = toReport(run, await readChanges(run), range);
  await target.deliver(inOnePart(renderDocument(result, target.format)));
  const totals = totalsWords(result).map(([label, figure]) => `${label}: ${figure}`);
  const where = `${run.account}, ${range.from} to ${range.to}, ${destinationWords(target.destination)}`;
  return {
    exitCode: 0,
    lines: target.destination.type === 'stdout' ? [] : [toVisible(where), ...totals],
    json: result,
    summary: renderMarkdown(result),
    outputs: {},
    annotations: [],
  };
}

function renderDocument(result: ReportResult, format: ReportFormat): string {
  if (format === 'json') return `${visibleJson(result, 2)}\n`;
  return format === 'html' ? renderHtml(result) : renderMarkdown(result);
}
