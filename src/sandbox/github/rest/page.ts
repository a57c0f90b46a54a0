import type { Answer, Context } from './exchange.ts';

/**
 * One page of a list, with GitHub's `Link` header. GitHub links by repository id, not by name, so that a client that
 * builds on its own URL differs from one that follows the links.
 */
export function answerPage<Item>(context: Context, items: readonly Item[], show: (item: Item) => unknown): Answer {
  const { query } = context.request;
  const perPage = Math.min(readPositive(query.get('per_page'), 30), 100);
  const page = readPositive(query.get('page'), 1);
  const last = Math.max(1, Math.ceil(items.length / perPage));
  const body = items.slice((page - 1) * perPage, page * perPage).map(show);
  const targets: ReadonlyArray<readonly [string, number]> = [
    ...(page > 1 ? ([['prev', Math.min(page - 1, last)]] as const) : []),
    ...(page < last
      ? ([
          ['next', page + 1],
          ['last', last],
        ] as const)
      : []),
    ...(page > 1 ? ([['first', 1]] as const) : []),
  ];
  if (targets.length === 0) return { status: 200, body };
  const link = targets.map(([rel, target]) => `<${toPageUrl(context, target)}>; rel="${rel}"`).join(', ');
  return { status: 200, headers: { link }, body };
}

function toPageUrl(context: Context, page: number): string {
  const query = new URLSearchParams(context.request.query);
  query.set('page', String(page));
  const path = context.request.path.replace(/^\/repos\/[^/]+\/[^/]+/, `/repositories/${context.store.repository.id}`);
  return `${context.origins.api}${path}?${query}`;
}

/** GitHub takes its default for numbers that it cannot use. */
function readPositive(text: string | null, otherwise: number): number {
  const number = Number(text ?? '');
  return Number.isInteger(number) && number > 0 ? number : otherwise;
}
