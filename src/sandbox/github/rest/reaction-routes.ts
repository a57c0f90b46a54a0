import type { Actor } from '#sandbox/github/model/actor.ts';
import { readComment, saveComment } from '#sandbox/github/model/comments.ts';
import type { Reaction } from '#sandbox/github/model/entities.ts';
import { readIssue, saveIssue } from '#sandbox/github/model/issues.ts';
import { addReaction } from '#sandbox/github/model/reactions.ts';
import { refuseUnknown } from '#sandbox/github/model/refusal.ts';
import { type Answer, type Context, numberParam, type Route, readsIssues, writesIssues } from './exchange.ts';
import { answerPage } from './page.ts';
import { parseReaction } from './parse.ts';
import { toReaction } from './to-issue.ts';

/** What carries reactions: how they are read, and how the changed list is kept. */
type Carrier = { readonly reactions: readonly Reaction[]; readonly save: (reactions: readonly Reaction[]) => void };

export const reactionRoutes: readonly Route[] = [
  ...toRoutes('/repos/{owner}/{repo}/issues/comments/{comment_id}/reactions', (context) => {
    const comment = readComment(context.store, numberParam(context, 'comment_id'));
    return {
      reactions: comment.reactions,
      save: (reactions) => void saveComment(context.store, { ...comment, reactions }),
    };
  }),
  ...toRoutes('/repos/{owner}/{repo}/issues/{issue_number}/reactions', (context) => {
    const issue = readIssue(context.store, numberParam(context, 'issue_number'));
    return {
      reactions: issue.reactions,
      save: (reactions) => void saveIssue(context.store, issue, { reactions }, false),
    };
  }),
];

function toRoutes(path: string, find: (context: Context) => Carrier): readonly Route[] {
  return [
    { method: 'GET', path, needs: readsIssues, answer: (context) => answerList(context, find(context)) },
    {
      method: 'POST',
      path,
      needs: writesIssues,
      answer: (context, actor) => answerAdded(context, actor, find(context)),
    },
    {
      method: 'DELETE',
      path: `${path}/{reaction_id}`,
      needs: writesIssues,
      answer: (context) => {
        const { reactions, save } = find(context);
        const rest = reactions.filter((reaction) => reaction.id !== numberParam(context, 'reaction_id'));
        if (rest.length === reactions.length) throw refuseUnknown();
        save(rest);
        return { status: 204 };
      },
    },
  ];
}

function answerList(context: Context, { reactions }: Carrier): Answer {
  const content = context.request.query.get('content');
  const found = reactions.filter((reaction) => content === null || reaction.content === content);
  return answerPage(context, found, (reaction) => toReaction(context.store, context.origins, reaction));
}

function answerAdded(context: Context, actor: Actor, carrier: Carrier): Answer {
  const added = addReaction(context.store, actor, carrier.reactions, parseReaction(context.request.body));
  carrier.save(added.reactions);
  return {
    status: added.isNew ? 201 : 200,
    body: toReaction(context.store, context.origins, added.reaction),
  };
}
