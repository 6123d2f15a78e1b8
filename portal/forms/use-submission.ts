import { useRef, useState } from 'react';
import { type Answered, call } from '../api/call.ts';
import type { AnswerTo, RequestOf, RouteName } from '../api/contracts.ts';
import { ApiProblem, type Finding, sentenceOf } from '../api/problem.ts';

export interface Submission<R extends RouteName> {
  readonly findings: readonly Finding[];
  /** What went wrong that is no finding, as a sentence. */
  readonly failed: string | undefined;
  /** Whether the record has changed since it was read: what is to be sent is to be compared with it first. */
  readonly isStale: boolean;
  readonly isSending: boolean;
  readonly send: (request: RequestOf<R>) => Promise<Answered<AnswerTo<R>> | undefined>;
}

interface Attempt {
  readonly content: string;
  readonly file: File | undefined;
  readonly key: string;
}

const NOTHING_SENT: Attempt = { content: '', file: undefined, key: '' };

/**
 * Sends a form. The same content has the same `Idempotency-Key`, however often it is sent: after a lost answer or a second
 * press it is still one deed.
 */
export function useSubmission<R extends RouteName>(route: R): Submission<R> {
  const [findings, setFindings] = useState<readonly Finding[]>([]);
  const [failed, setFailed] = useState<string>();
  const [isStale, setStale] = useState(false);
  const [isSending, setSending] = useState(false);
  const last = useRef(NOTHING_SENT);
  const send = async (request: RequestOf<R>) => {
    const content = JSON.stringify(request);
    // A file has no JSON; one that was chosen again is another.
    const file = 'file' in request ? request.file : undefined;
    if (content !== last.current.content || file !== last.current.file) {
      last.current = { content, file, key: crypto.randomUUID() };
    }
    setSending(true);
    setFailed(undefined);
    setStale(false);
    try {
      const answered = await call(route, request, { key: last.current.key });
      setFindings([]);
      // Done: what is sent next is another deed, though it be the same.
      last.current = NOTHING_SENT;
      return answered;
    } catch (error) {
      const found = error instanceof ApiProblem ? error.errors : [];
      setFindings([...found]);
      setStale(error instanceof ApiProblem && error.code === 'PRECONDITION_FAILED');
      if (found.length === 0) setFailed(sentenceOf(error));
      return undefined;
    } finally {
      setSending(false);
    }
  };
  return { findings, failed, isStale, isSending, send };
}
