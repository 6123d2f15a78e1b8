import { useMemo, useState } from 'react';
import type { Finding } from '../api/problem.ts';
import { inRanges } from './warning-ranges.ts';

/** Warnings of one kind, which are weighed together. */
export interface Kind {
  readonly code: string;
  readonly warnings: readonly Finding[];
}

export interface Warnings {
  /** What nobody can accept. */
  readonly faults: readonly Finding[];
  readonly kinds: readonly Kind[];
  readonly explanation: string;
  readonly setExplanation: (text: string) => void;
  readonly isAccepted: (kind: Kind) => boolean;
  readonly accept: (kind: Kind, isAccepted: boolean) => void;
  /** What the body says of them. */
  readonly told: () => { readonly acceptedWarnings?: string[]; readonly explanation?: string };
}

/**
 * Warnings that are accepted with a reason, of what was found against a request. What was accepted stands while what it is
 * about stays as it was: another price is another warning, though it have the same name.
 *
 * @param contentAt what the request now says where a pointer leads
 */
export function useWarnings(findings: readonly Finding[], contentAt: (pointer: string) => string): Warnings {
  const [accepted, setAccepted] = useState<ReadonlyMap<string, string>>(new Map());
  const [explanation, setExplanation] = useState('');
  // The same lists until something else is found: a summary takes the focus whenever it is given another.
  const { faults, kinds } = useMemo(() => sorted(findings), [findings]);
  const stands = (id: string): boolean => accepted.get(id) === contentAt(pointerOf(id));
  return {
    faults,
    kinds,
    explanation,
    setExplanation,
    isAccepted: (kind) => kind.warnings.every(({ warningId = '' }) => stands(warningId)),
    accept: (kind, isAccepted) => {
      const after = new Map(accepted);
      for (const { warningId = '', pointer } of kind.warnings) {
        if (isAccepted) after.set(warningId, contentAt(pointer));
        else after.delete(warningId);
      }
      setAccepted(after);
    },
    told: () => {
      const ids = inRanges([...accepted.keys()].filter(stands));
      const text = explanation.trim();
      return { ...(ids.length > 0 && { acceptedWarnings: ids }), ...(text !== '' && { explanation: text }) };
    },
  };
}

function sorted(findings: readonly Finding[]): Pick<Warnings, 'faults' | 'kinds'> {
  const warnings = findings.filter(({ severity, warningId }) => severity === 'WARNING' && warningId !== undefined);
  const codes = [...new Set(warnings.map(({ code }) => code))];
  return {
    faults: findings.filter((one) => !warnings.includes(one)),
    kinds: codes.map((code) => ({ code, warnings: warnings.filter((one) => one.code === code) })),
  };
}

const pointerOf = (warningId: string): string => warningId.slice(warningId.indexOf('@') + 1);
