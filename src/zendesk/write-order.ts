import type { NewPlace, OrderWrite } from '#core/write-back/order-write.ts';
import type { Json } from '#json.ts';
import type { Kind } from '#kinds/kind.ts';
import type { Written } from '#ports.ts';
import type { ZendeskClient } from './client.ts';
import { sendWrite } from './written.ts';

/**
 * Puts objects into new places, all at once. Triggers go through the batch job of their categories, because
 * `/triggers/reorder` takes the triggers of one category only
 * (https://developer.zendesk.com/api-reference/ticketing/business-rules/trigger_categories/).
 */
export function writeOrder(client: ZendeskClient, kind: Kind, write: OrderWrite): Promise<Written> {
  if (kind.order === 'category') {
    const items = { trigger_categories: write.categories.map(toJobItem), triggers: write.objects.map(toJobItem) };
    const body = { job: { action: 'patch', items } };
    return sendWrite(client, { method: 'POST', path: '/api/v2/trigger_categories/jobs', body });
  }
  const body = { [kind.plural]: write.objects.map(toItem) };
  return sendWrite(client, { method: 'PUT', path: `/api/v2/${kind.plural}/update_many`, body });
}

/** Ids are texts in a batch job and numbers in `update_many`. */
const toJobItem = ({ id, position }: NewPlace): Json => ({ id, position });
const toItem = ({ id, position }: NewPlace): Json => ({
  id: Number.isSafeInteger(Number(id)) ? Number(id) : id,
  position,
});
