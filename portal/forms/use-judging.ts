import { type FocusEvent, useEffect, useMemo, useState } from 'react';
import { call } from '../api/call.ts';
import type { RequestOf, RouteName } from '../api/contracts.ts';
import type { Finding } from '../api/problem.ts';
import { pointerOf } from './findings.ts';
import { useSettled } from './use-settled.ts';

/** A pause after which a form is judged as it stands. */
const PAUSE_MILLISECONDS = 500;

export interface Judging {
  readonly findings: readonly Finding[];
  /** Of what holds the form. */
  readonly onBlur: (event: FocusEvent) => void;
  /** Another form begins: no field of it was left. */
  readonly begin: () => void;
}

/**
 * Judges a form while it is filled in: the API does, as it would judge it sent, and keeps nothing (`Prefer: dry-run`). What
 * it finds stands at fields that were left already; no focus moves, and nothing waits for it.
 *
 * @param sent what was found when the form was sent last; of that what no longer stands goes
 */
export function useJudging<R extends RouteName>(
  route: R,
  request: RequestOf<R>,
  sent: readonly Finding[],
  isOn = true,
): Judging {
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [judged, setJudged] = useState<readonly Finding[]>();
  const content = JSON.stringify(request);
  const settled = useSettled(content, PAUSE_MILLISECONDS);
  const isAsked = isOn && left.size > 0;
  useEffect(() => {
    if (!isAsked) return undefined;
    const asking = new AbortController();
    judge(route, JSON.parse(settled) as RequestOf<R>, asking.signal).then(
      (findings) => {
        if (!asking.signal.aborted) setJudged(findings);
      },
      // It was only asked beforehand; when the form is sent it is told.
      () => {},
    );
    return () => asking.abort();
  }, [route, settled, isAsked]);
  // What it was refused for is the newest that is known of it.
  useEffect(() => setJudged(undefined), [sent]);
  const findings = useMemo(() => (judged ? ofLeft(judged, left, sent) : sent), [judged, left, sent]);
  const onBlur = ({ target }: FocusEvent): void => {
    const pointer = pointerOf(target);
    if (pointer !== undefined && !left.has(pointer)) setLeft(new Set(left).add(pointer));
  };
  const begin = (): void => {
    setLeft(new Set());
    setJudged(undefined);
  };
  return { findings, onBlur, begin };
}

async function judge<R extends RouteName>(
  route: R,
  request: RequestOf<R>,
  signal: AbortSignal,
): Promise<readonly Finding[]> {
  const { body } = await call(route, request, { dryRun: true, signal });
  return (body as unknown as { readonly findings: readonly Finding[] }).findings;
}

/** Findings of fields that were left, and of those the form was refused for, as far as they still stand. */
export const ofLeft = (
  judged: readonly Finding[],
  left: ReadonlySet<string>,
  sent: readonly Finding[],
): readonly Finding[] =>
  judged.filter(
    ({ pointer, code }) => left.has(pointer) || sent.some((one) => one.pointer === pointer && one.code === code),
  );
