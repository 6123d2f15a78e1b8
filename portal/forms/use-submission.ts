import { useRef, useState } from 'react';
import { type Answered, call } from '../api/call.ts';
import type { AnswerTo, RequestOf, RouteName } from '../api/contracts.ts';
import { ApiProblem, type Finding, sentenceOf } from '../api/problem.ts';

export interface Submission<R extends RouteName> {
  readonly findings: readonly Finding[];
  /** What went wrong that is no finding, as a sentence. */
  readonly failed: string | undefined;
  readonly isSending: boolean;
  readonly send: (request: RequestOf<R>) => Promise<Answered<AnswerTo<R>> | undefined>;
}

/**
 * Sends a form. The same content has the same `Idempotency-Key`, however often it is sent: after a lost answer or a second
 * press it is still one deed.
 */
export function useSubmission<R extends RouteName>(route: R): Submission<R> {
  const [findings, setFindings] = useState<readonly Finding[]>([]);
  const [failed, setFailed] = useState<string>();
  const [isSending, setSending] = useState(false);
  const last = useRef({ content: '', key: '' });
  const send = async (request: RequestOf<R>) => {
    const content = JSON.stringify(request);
    if (content !== last.current.content) last.current = { content, key: crypto.randomUUID() };
    setSending(true);
    setFailed(undefined);
    try {
      const answered = await call(route, request, { key: last.current.key });
      setFindings([]);
      return answered;
    } catch (error) {
      const found = error instanceof ApiProblem ? error.errors : [];
      setFindings([...found]);
      if (found.length === 0) setFailed(sentenceOf(error));
      return undefined;
    } finally {
      setSending(false);
    }
  };
  return { findings, failed, isSending, send };
}
