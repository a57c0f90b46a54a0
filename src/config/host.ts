/** Whether a URL's host is this machine: the only place that plain http may go to. */
export const isLoopback = (url: URL): boolean =>
  url.hostname === 'localhost' || url.hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(url.hostname);

/** A URL that credentials may be sent to, without a slash at its end; null where it is none. */
export function parseTrustedUrl(text: string): URL | null {
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  const plain = url.username === '' && url.password === '' && url.search === '' && url.hash === '';
  return plain && (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url))) ? url : null;
}

/** `https://host/path` without a slash at its end. */
export const toBaseUrl = (url: URL): string => url.href.replace(/\/+$/, '');
