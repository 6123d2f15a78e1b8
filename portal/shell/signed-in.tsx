import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { actAs, call } from '../api/call.ts';
import { sentenceOf } from '../api/problem.ts';
import { Note } from '../kit/note.tsx';
import type { Session } from '../session/session.ts';
import { Frame } from './frame.tsx';
import { Lapsed } from './lapsed.tsx';
import { MeContext } from './me.ts';

/** Everything that a person who is signed in sees. */
export function SignedIn({ session }: { readonly session: Session }) {
  actAs(session);
  const [assignmentId, setAssignmentId] = useState(session.assignmentId);
  const [lapsed, setLapsed] = useState(false);
  const queries = useQueryClient();
  useEffect(() => session.onLapsed(setLapsed), [session]);
  const me = useQuery({ queryKey: ['me', assignmentId], queryFn: ({ signal }) => call('GET /v1/me', {}, { signal }) });
  if (me.isPending) {
    return (
      <main className="welcome">
        <p role="status">正在读取您的岗位…</p>
      </main>
    );
  }
  if (me.isError) {
    return (
      <main className="welcome">
        <div className="card">
          <h1>未能打开</h1>
          <Note tone="bad">{sentenceOf(me.error)}</Note>
          <button type="button" className="button" onClick={() => session.signOut()}>
            退出
          </button>
        </div>
      </main>
    );
  }
  const choose = (id: string): void => {
    session.assignmentId = id;
    // What was read is what another assignment may see.
    queries.clear();
    setAssignmentId(id);
  };
  return (
    <MeContext value={me.data.body}>
      <Frame key={assignmentId} onChoose={choose} onSignOut={() => session.signOut()} />
      {lapsed && <Lapsed onSignIn={() => void session.signInAgain()} />}
    </MeContext>
  );
}
