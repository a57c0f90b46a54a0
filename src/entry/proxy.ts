import { mustBe } from '#config/problem.ts';
import { ZendriftError } from '#errors.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** The two spellings of the proxy for https; as for curl and git, the lower case one wins. */
const names = ['https_proxy', 'HTTPS_PROXY'] as const;

/**
 * Sends every https request of this process through `HTTPS_PROXY`, where it is set; git reads the variable itself. Plain
 * http goes to this machine alone (see settings), so it never meets a proxy; https to this machine does not either, nor
 * what `NO_PROXY` names. Throws `settings-invalid` for a proxy that is no URL.
 */
export async function useProxy(environment: Environment): Promise<void> {
  const proxy = readProxy(environment);
  if (proxy === null) return;
  const noProxy = environment['no_proxy'] ?? environment['NO_PROXY'] ?? '';
  // Node 20 has no proxy of its own. The library is large, and read only by those who need it.
  const { default: EnvHttpProxyAgent } = await import('undici/lib/dispatcher/env-http-proxy-agent.js');
  const { default: Dispatcher } = await import('undici/lib/dispatcher/dispatcher.js');
  const { default: connect } = await import('undici/lib/api/api-connect.js');
  const { default: parts } = await import('undici/lib/global.js');
  // What undici's index does for the whole of its API; a tunnel is made with this part of it.
  Object.assign(Dispatcher.prototype, { connect });
  const direct = ['localhost', '127.0.0.1', '[::1]'].join(',');
  parts.setGlobalDispatcher(
    new EnvHttpProxyAgent({
      httpProxy: '',
      httpsProxy: proxy.href,
      noProxy: noProxy.trim() === '*' ? '*' : `${noProxy},${direct}`,
    }),
  );
}

/** The password of the proxy, to be masked, in both of its spellings. */
export function listProxySecrets(environment: Environment): readonly string[] {
  const given = names.map((name) => environment[name] ?? '').filter((text) => URL.canParse(text));
  return given
    .map((text) => new URL(text).password)
    .filter((password) => password !== '')
    .flatMap((password) => [password, decode(password)]);
}

function readProxy(environment: Environment): URL | null {
  const name = names.find((one) => (environment[one] ?? '').trim() !== '');
  if (name === undefined) return null;
  const text = environment[name]?.trim() ?? '';
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url !== null && /^https?:$/.test(url.protocol)) return url;
  throw new ZendriftError('settings-invalid', {
    problems: mustBe(name, 'a URL such as http://proxy.example:3128', text),
    hint: `Fix ${name}, or unset it.`,
  });
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
