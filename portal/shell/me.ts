import { createContext, useContext } from 'react';
import type { AnswerTo } from '../api/contracts.ts';

/** The person, and what they act as. */
export type Me = AnswerTo<'GET /v1/me'>;

export const MeContext = createContext<Me | undefined>(undefined);

/** @throws Error outside of what a signed-in person sees */
export function useMe(): Me {
  const me = useContext(MeContext);
  if (!me) throw new Error('nobody is signed in');
  return me;
}
