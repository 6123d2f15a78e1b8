import objectionDecision from 'virtual:form/credit/decideObjection';
import repairDecision from 'virtual:form/credit/decideRepair';
import objection from 'virtual:form/credit/objectToCreditEvent';
import repair from 'virtual:form/credit/requestRepair';
import { useEffect } from 'react';
import { useLocation } from 'wouter';
import { call } from '../api/call.ts';
import { useRead } from '../api/read.ts';
import { FormPage } from '../forms/form-page.tsx';
import { Loaded } from '../kit/loaded.tsx';
import { Note } from '../kit/note.tsx';
import type { ScreenProps } from '../site.ts';

const APPEALS = {
  objection: { title: '提出异议', form: objection, route: 'POST /v1/credit-events/{id}/objection' },
  repair: { title: '申请信用修复', form: repair, route: 'POST /v1/credit-events/{id}/repair' },
  'decide-objection': {
    title: '决定异议',
    form: objectionDecision,
    route: 'POST /v1/credit-events/{id}/objection/decision',
  },
  'decide-repair': {
    title: '决定信用修复',
    form: repairDecision,
    route: 'POST /v1/credit-events/{id}/repair/decision',
  },
} as const;

/** Objects to a fact or asks for its repair, and decides either. */
export default function Appeal({ params: { id = '', appeal = '' } }: ScreenProps) {
  const [, navigate] = useLocation();
  const reading = useRead('GET /v1/credit-events/{id}', { path: { id } });
  const asked = appeal in APPEALS ? APPEALS[appeal as keyof typeof APPEALS] : undefined;
  const decides = appeal.startsWith('decide-');
  useEffect(() => {
    // It is told to the others, and binds nobody: a failure of it is none of the person's.
    if (decides) void call('POST /v1/credit-events/{id}/taking', { path: { id } }).catch(() => {});
  }, [decides, id]);
  if (!asked) return <Note tone="bad">没有这种事项。</Note>;
  return (
    <Loaded reading={reading}>
      {({ body }) => (
        <FormPage
          title={asked.title}
          deed={asked.title}
          form={asked.form}
          draft={`${appeal}-${id}`}
          isJudged={!decides}
          route={asked.route}
          request={(filledIn) => ({ path: { id }, body: filledIn as never })}
          onDone={() => navigate(`/credit/events/${id}`)}
        >
          {decides && (
            <Note title="对方的陈述">
              {[...(body.objection?.reasons ?? []), body.repair?.correction, body.repair?.commitment]
                .filter((text) => text !== undefined)
                .map((text) => (
                  <p key={text}>{text}</p>
                ))}
            </Note>
          )}
        </FormPage>
      )}
    </Loaded>
  );
}
