import { isSentence, maskOddWords } from './prose.ts';
import { tokenFormat } from './token-formats.ts';

/** A pattern with three groups: what stays in front, the secret, what stays behind. */
export interface Detector {
  readonly name: string;
  readonly pattern: RegExp;
  /** Looks like a secret, but is none. */
  readonly keeps: (secret: string) => boolean;
  /**
   * What else is no secret: a sentence in the secret's place, also one that `goes on` behind it, or one that `holds` it. `never` =
   * nobody writes a sentence there.
   */
  readonly prose: 'sentence' | 'goes on' | 'holds' | 'never';
}

/** Version of the detectors: another one means a new baseline, since the same state gives other bytes. */
export const detectorVersion = 3;

/** The first version that leaves prose alone. What was recorded under an earlier one is compared under that. */
const firstWithProse = 3;

/** What stands in the place of a secret that a detector found, in front of `after`; the secret itself where it is none. */
export function hideSecret(
  { keeps, prose }: Detector,
  { secret, after }: { readonly secret: string; readonly after: string },
  version: number,
  mask: (secret: string) => string,
): string {
  if (keeps(secret)) return secret;
  if (version < firstWithProse || prose === 'never') return mask(secret);
  const goesOn = prose === 'goes on' && isSentence(`${secret}${nextWord(after)}`);
  if (goesOn || isSentence(secret)) return secret;
  return prose === 'holds' ? maskOddWords(secret, mask) : mask(secret);
}

/** `Bearer documents are needed`: a word behind one space. */
const nextWord = (after: string): string => /^ \p{L}[\p{L}\p{M}]*/u.exec(after)?.[0] ?? '';

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

const detector = (
  name: string,
  pattern: RegExp,
  prose: Detector['prose'] = 'sentence',
  keeps = isPlaceholder,
): Detector => ({ name, pattern, prose, keeps });

/** Secrets that people put into rules. Each pattern is linear: bounded repeats, no nested ones. */
export const detectors: readonly Detector[] = [
  detector('well-known token', tokenFormat),
  detector('private key', /(-----BEGIN [A-Z ]{0,30}PRIVATE KEY(?: BLOCK)?-----)([^-[\]]{8,20000})(-----END)/g, 'holds'),
  detector('Slack webhook', /(hooks\.slack\.com\/(?:services|workflows)\/)([0-9A-Za-z/_-]{10,200})()/g),
  detector(
    'Discord webhook',
    /(discord(?:app)?\.com\/api\/(?:v\d{1,2}\/)?webhooks\/\d{10,25}\/)([0-9A-Za-z_-]{16,100})()/g,
  ),
  detector(
    'credentials in a URL',
    /([a-z][a-z0-9+.-]{1,20}:\/\/)([^\s/:@"'<>[\]]{0,200}:[^\s/@"'<>[\]]{1,200})(@)/gi,
    'never',
  ),
  detector(
    'authorization header',
    /(authorization\\?["']?\s{0,4}[:=]\s{0,4}\[?\s{0,4}\\?["']?(?:bearer|basic)\s{1,4}"?)([0-9A-Za-z._~+/=-]{8,4000}|\{\{[^{}]{1,200}\}\})()/gi,
    'goes on',
  ),
  detector(
    'authorization scheme',
    /\b((?:bearer|basic|token token=)\s{1,4}"?)([0-9A-Za-z._~+/=-]{8,4000}|\{\{[^{}]{1,200}\}\})()/gi,
    'goes on',
    isProse,
  ),
  detector(
    'named secret',
    /((?:authorization|x-api-key|api[_-]?key|access[_-]?token|auth[_-]?token|client[_-]?secret|secret[_-]?key|password|passwd)\\?["']?\s{0,4}[:=]\s{0,4}\[?\s{0,4}\\?["'])([^"'\\\s[\]][^"'\\\r\n[\]]{3,1000})(\\?["'])/gi,
    'holds',
  ),
  detector(
    'named secret without quotes',
    /(?<![0-9A-Za-z])((?:authorization\s{0,4}[:=]\s{0,4}(?:(?:token|api-?key|key|digest|hmac|apptoken|sso-key|geniekey)\s{1,4})?|(?:x-api-key|api[_-]?key|access[_-]?token|auth[_-]?token|client[_-]?secret|secret[_-]?key)\s{0,4}[:=]\s{0,4}))([0-9A-Za-z._~+/=-]{8,4000})()/gi,
    'goes on',
    isProse,
  ),
  detector(
    'named secret in a query',
    /([?&](?:api[_-]?key|access[_-]?token|auth[_-]?token|token|client[_-]?secret|secret|password|sig|signature)=)([^&\s"'<>[\]]{4,1000})()/gi,
  ),
];
