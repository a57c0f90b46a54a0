import { tokenFormat } from './token-formats.ts';

/** A pattern with three groups: what stays in front, the secret, what stays behind. */
export interface Detector {
  readonly name: string;
  readonly pattern: RegExp;
  /** Looks like a secret, but is none. */
  readonly keeps: (secret: string) => boolean;
}

// Liquid placeholders are filled in by Zendesk: `Bearer {{ticket.custom}}` holds no secret.
const isPlaceholder = (secret: string): boolean => /^\{\{[^{}]*\}\}$|^\{%/.test(secret.trim());

const proseLimit = 40;

/** Without quotes, what follows "basic" or "authorization:" may be prose: plain words, a number, a date. */
const isProse = (secret: string): boolean =>
  isPlaceholder(secret) ||
  (secret.length <= proseLimit &&
    /^(?:(?:[A-Za-z][a-z]{0,18}|[A-Z]{1,19})(?:[-./]{1,2}(?:[A-Za-z][a-z]{0,18}|[A-Z]{1,19})){0,9}|[\d./-]{1,19})[-.]{0,3}$/.test(
      secret,
    ));

const detector = (name: string, pattern: RegExp, keeps = isPlaceholder): Detector => ({ name, pattern, keeps });

/** Secrets that people put into rules. Each pattern is linear: bounded repeats, no nested ones. */
export const detectors: readonly Detector[] = [
  detector('well-known token', tokenFormat),
  detector('private key', /(-----BEGIN [A-Z ]{0,30}PRIVATE KEY(?: BLOCK)?-----)([^-[\]]{8,20000})(-----END)/g),
  detector('Slack webhook', /(hooks\.slack\.com\/(?:services|workflows)\/)([0-9A-Za-z/_-]{10,200})()/g),
  detector(
    'Discord webhook',
    /(discord(?:app)?\.com\/api\/(?:v\d{1,2}\/)?webhooks\/\d{10,25}\/)([0-9A-Za-z_-]{16,100})()/g,
  ),
  detector('credentials in a URL', /([a-z][a-z0-9+.-]{1,20}:\/\/)([^\s/:@"'<>[\]]{0,200}:[^\s/@"'<>[\]]{1,200})(@)/gi),
  detector(
    'authorization header',
    /(authorization\\?["']?\s{0,4}[:=]\s{0,4}\[?\s{0,4}\\?["']?(?:bearer|basic)\s{1,4}"?)([0-9A-Za-z._~+/=-]{8,4000}|\{\{[^{}]{1,200}\}\})()/gi,
  ),
  detector(
    'authorization scheme',
    /\b((?:bearer|basic|token token=)\s{1,4}"?)([0-9A-Za-z._~+/=-]{8,4000}|\{\{[^{}]{1,200}\}\})()/gi,
    isProse,
  ),
  detector(
    'named secret',
    /((?:authorization|x-api-key|api[_-]?key|access[_-]?token|auth[_-]?token|client[_-]?secret|secret[_-]?key|password|passwd)\\?["']?\s{0,4}[:=]\s{0,4}\[?\s{0,4}\\?["'])([^"'\\\s[\]][^"'\\\r\n[\]]{3,1000})(\\?["'])/gi,
  ),
  detector(
    'named secret without quotes',
    /(?<![0-9A-Za-z])((?:authorization\s{0,4}[:=]\s{0,4}(?:(?:token|api-?key|key|digest|hmac|apptoken|sso-key|geniekey)\s{1,4})?|(?:x-api-key|api[_-]?key|access[_-]?token|auth[_-]?token|client[_-]?secret|secret[_-]?key)\s{0,4}[:=]\s{0,4}))([0-9A-Za-z._~+/=-]{8,4000})()/gi,
    isProse,
  ),
  detector(
    'named secret in a query',
    /([?&](?:api[_-]?key|access[_-]?token|auth[_-]?token|token|client[_-]?secret|secret|password|sig|signature)=)([^&\s"'<>[\]]{4,1000})()/gi,
  ),
];
