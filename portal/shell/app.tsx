import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { Router } from 'wouter';
import { ApiProblem } from '../api/problem.ts';
import { Announcer } from '../kit/announcer.tsx';
import { BASE } from '../session/places.ts';
import { answerFromSmallWindow, openSession, type Session } from '../session/session.ts';
import { SignedIn } from './signed-in.tsx';
import { Welcome } from './welcome.tsx';

const YOUNG_MILLISECONDS = 5_000;

const client = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: YOUNG_MILLISECONDS,
      // What the API refuses it refuses again; what did not arrive is asked for again, a little later each time.
      retry: (failures, error) => failures < 3 && !(error instanceof ApiProblem && error.status < 500),
    },
  },
});

type State = 'opening' | 'nobody' | 'failed' | Session;

/** The portal: nobody, or somebody who is signed in. */
export function App() {
  const [state, setState] = useState<State>('opening');
  useEffect(() => {
    if (answerFromSmallWindow()) return;
    openSession().then(
      (session) => setState(session === 'leaving' ? 'opening' : session),
      () => setState('failed'),
    );
  }, []);
  return (
    <QueryClientProvider client={client}>
      <Router base={BASE}>
        <Announcer>{typeof state === 'string' ? <Welcome state={state} /> : <SignedIn session={state} />}</Announcer>
      </Router>
    </QueryClientProvider>
  );
}
