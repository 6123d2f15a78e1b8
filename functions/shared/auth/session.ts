import type { APIGatewayProxyEvent } from 'aws-lambda';
import { z } from 'zod';
import { type Post, Post as PostSchema } from '../kernel/assignment.ts';
import type { IDLE_NAMES } from '../kernel/names.ts';
import { Caller } from './caller.ts';

/** The header by which somebody with several assignments chooses one. */
export const ACTING_HEADER = 'x-acting-assignment';

/**
 * What the authorizer tells the functions, as texts, which is all that API Gateway hands on. It holds for a token and not
 * for a request: who acts as what is chosen by the request's own header, so that one answer is right for every request of a
 * minute.
 */
export const Told = z.object({
  sub: z.string(),
  name: z.string().optional(),
  /** `MISSING` where decisions need a second factor and the token shows none. */
  secondFactor: z.literal('MISSING').optional(),
  /** Of whom the platform's assignments decide: JSON of `Posts`. Absent where the claims do, which then stand beside. */
  posts: z.string().optional(),
});

export type Told = z.infer<typeof Told>;

const Posts = z.object({ isSuspended: z.boolean(), posts: z.array(PostSchema) });

export const postsText = (told: z.infer<typeof Posts>): string => JSON.stringify(told);

export type IdleReason = keyof typeof IDLE_NAMES;

/** Somebody who has signed in; nothing of it is kept with what they do. */
export interface Person {
  readonly sub: string;
  readonly name?: string | undefined;
  readonly lacksSecondFactor: boolean;
}

export interface Session {
  readonly person: Person;
  /** As what they act, or why as nothing. */
  readonly acting: Caller | IdleReason;
}

/** Who sent a request; undefined where no authorizer has let them in. */
export function sessionOf(
  event: Pick<APIGatewayProxyEvent, 'requestContext'>,
  chosen: string | undefined,
): Session | undefined {
  const context: unknown = event.requestContext.authorizer ?? {};
  const told = Told.safeParse(context);
  if (!told.success) return undefined;
  const { sub, name, secondFactor, posts } = told.data;
  const person = { sub, name, lacksSecondFactor: secondFactor === 'MISSING' };
  if (posts !== undefined) return { person, acting: chosenOf(sub, Posts.parse(JSON.parse(posts)), chosen) };
  const claimed = Caller.safeParse(context);
  return claimed.success ? { person, acting: claimed.data } : undefined;
}

/** The post that a person has chosen; without a choice the one that was given first. */
function chosenOf(
  sub: string,
  { isSuspended, posts }: z.infer<typeof Posts>,
  chosen: string | undefined,
): Session['acting'] {
  if (isSuspended) return 'SUSPENDED';
  const post: Post | undefined =
    chosen === undefined ? posts[0] : posts.find(({ assignmentId }) => assignmentId === chosen);
  if (post) return Caller.parse({ sub, ...post });
  return posts.length === 0 ? 'NO_ASSIGNMENT' : 'ASSIGNMENT_OVER';
}
