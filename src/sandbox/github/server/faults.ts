import type { ApiRequest } from '#sandbox/github/rest/exchange.ts';

/** One request as it was answered. A lost answer keeps the status that was never sent. */
export type RecordedRequest = ApiRequest & { readonly status: number; readonly lost: boolean };

/** An answer in place of the sandbox's own: nothing happens in the model. Text is sent as it is, the rest as JSON. */
export type Replacement = {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** Where the connection dies; `stall` keeps it, and never says the rest. */
  readonly destroy?: 'before-headers' | 'after-headers' | 'mid-body' | 'stall';
};

/** `lose-answer` does what was asked and then kills the connection: the client cannot know. */
export type Fault = Replacement | 'lose-answer';

export type RequestHook = (request: ApiRequest) => Fault | undefined | Promise<Fault | undefined>;

export type Hooks = {
  /** Later hooks are asked only where the earlier ones let the request through. Returns what takes the hook out again. */
  readonly add: (hook: RequestHook) => () => void;
  readonly ask: (request: ApiRequest) => Promise<Fault | undefined>;
};

export function openHooks(): Hooks {
  let hooks: readonly RequestHook[] = [];
  return {
    add: (hook) => {
      hooks = [...hooks, hook];
      return () => {
        hooks = hooks.filter((other) => other !== hook);
      };
    },
    ask: async (request) => {
      for (const hook of hooks) {
        const fault = await hook(request);
        if (fault !== undefined) return fault;
      }
      return undefined;
    },
  };
}
