/** Bundled as text (`moduleTypes` in scripts/build.mjs). */
declare module '*.yml' {
  const text: string;
  export default text;
}
