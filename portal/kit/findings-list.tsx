import type { AnswerTo } from '../api/contracts.ts';
import { Note } from './note.tsx';

type FindingTold = AnswerTo<'GET /v1/filings/{id}'>['findings'][number];

const TONES = { DANGER: 'bad', REVIEW: 'wait', WARNING: 'wait' } as const;

/** What screening found, the law it rests on beside it. */
export const FindingsList = ({ findings }: { readonly findings: readonly FindingTold[] }) => (
  <div className="stack">
    {findings.map(({ code, pointer, message, severity, legalBasis }) => (
      <Note key={`${code} ${pointer} ${message}`} tone={TONES[severity]}>
        {message}
        {legalBasis !== undefined && <span className="small"> 依据：{legalBasis}</span>}
      </Note>
    ))}
  </div>
);
