import type { Actor } from './actor.ts';
import type { Reaction, ReactionContent } from './entities.ts';
import type { Store } from './store.ts';

type Reacted = { readonly reactions: readonly Reaction[]; readonly reaction: Reaction; readonly isNew: boolean };

/** One reaction of a kind for each person: the second one is answered with the first. */
export function addReaction(
  store: Store,
  actor: Actor,
  reactions: readonly Reaction[],
  content: ReactionContent,
): Reacted {
  const { login } = actor.user;
  const known = reactions.find((reaction) => reaction.login === login && reaction.content === content);
  if (known !== undefined) return { reactions, reaction: known, isNew: false };
  const reaction: Reaction = { id: store.nextId('reaction'), login, content, createdAt: store.clock.iso() };
  return { reactions: [...reactions, reaction], reaction, isNew: true };
}
