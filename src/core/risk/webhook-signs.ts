import { listRunning } from '#core/references/uses.ts';
import { switchIn } from '#core/snapshot/known-as.ts';
import { canonicalText, type JsonObject } from '#json.ts';
import type { RiskInput } from './risk-input.ts';
import { edited } from './risk-signs.ts';

const isWebhook = ({ kind }: RiskInput): boolean => kind.name === 'webhook' || kind.name === 'target';

/** Events that Zendesk sends by itself; this one stands for "whatever rules send". */
const byRules = 'conditional_ticket_events';

const ownEvents = (state: JsonObject | undefined): ReadonlySet<string> => {
  const events = state?.['subscriptions'];
  const names = Array.isArray(events) ? events.filter((event) => typeof event === 'string') : [];
  return new Set(state !== undefined && switchIn(state) === false ? [] : names.filter((event) => event !== byRules));
};

/** Whether something is sent through it without anybody's doing. */
const isInUse = ({ uses = [], after }: RiskInput): boolean =>
  listRunning(uses).length > 0 || ownEvents(after?.value).size > 0;

const differs = (input: RiskInput, fields: readonly string[]): boolean => {
  const states = edited(input);
  return (
    states !== null &&
    fields.some((field) => canonicalText(states.before[field] ?? null) !== canonicalText(states.after[field] ?? null))
  );
};

const isRedirected = (input: RiskInput): boolean =>
  isWebhook(input) && differs(input, ['endpoint', 'target_url', 'email']);

/** As risky as what sends to it. */
export const redirectsTickets = (input: RiskInput): boolean => isRedirected(input) && isInUse(input);
export const redirectsNothing = (input: RiskInput): boolean => isRedirected(input) && !isInUse(input);

export const sendsEvents = (input: RiskInput): boolean => {
  const before = ownEvents(input.before?.value);
  return isWebhook(input) && [...ownEvents(input.after?.value)].some((event) => !before.has(event));
};

export const changesSecurity = (input: RiskInput): boolean =>
  isWebhook(input) && differs(input, ['authentication', 'custom_headers']);

export const breaksRules = ({ type, uses = [] }: RiskInput): boolean =>
  type === 'deleted' && listRunning(uses).length > 0;

export const stopsRules = (input: RiskInput): boolean => {
  const states = edited(input);
  if (states === null || listRunning(input.uses ?? []).length === 0) return false;
  return switchIn(states.before) === true && switchIn(states.after) === false;
};
