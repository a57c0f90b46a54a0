/** Put in by scripts/build.mjs from package.json; source that runs unbuilt has none. */
declare global {
  var ZENDRIFT_VERSION: string | undefined;
}

export const version: string = globalThis.ZENDRIFT_VERSION ?? '0.0.0-unbuilt';
