import changeRequest from '../../../.github/ISSUE_TEMPLATE/change-request.yml';
import report from '../../../examples/report.yml';
import track from '../../../examples/track.yml';
import triage from '../../../examples/triage.yml';
import verify from '../../../examples/verify.yml';

/** The very files that a reader of this repository would copy. */
export const workflowTexts = { track, triage, verify, report } as const;

export type WorkflowName = keyof typeof workflowTexts;

export const requestFormText: string = changeRequest;
