// The parts of undici that a proxy needs: half of what its index would put into the bundles.
declare module 'undici/lib/dispatcher/env-http-proxy-agent.js' {
  export { EnvHttpProxyAgent as default } from 'undici';
}
declare module 'undici/lib/dispatcher/dispatcher.js' {
  export { Dispatcher as default } from 'undici';
}
declare module 'undici/lib/api/api-connect.js' {
  import type { Dispatcher } from 'undici';

  const connect: Dispatcher['connect'];
  export default connect;
}
declare module 'undici/lib/global.js' {
  import type { Dispatcher } from 'undici';

  const parts: { readonly setGlobalDispatcher: (dispatcher: Dispatcher) => void };
  export default parts;
}
