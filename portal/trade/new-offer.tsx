import form from 'virtual:form/trade/offerTrades';
import { useState } from 'react';
import { Link, useLocation, useSearchParams } from 'wouter';
import type { ItemOf } from '../api/contracts.ts';
import { useList } from '../api/read.ts';
import { ErrorSummary } from '../forms/error-summary.tsx';
import { idOf } from '../forms/findings.ts';
import { pick } from '../forms/pick.ts';
import { useReferenceName } from '../forms/reference-field.tsx';
import { SchemaForm } from '../forms/schema-form.tsx';
import { useSubmission } from '../forms/use-submission.ts';
import { bodyOf, type Value, withField } from '../forms/value.ts';
import { useSay } from '../kit/announcer.tsx';
import { useKeys } from '../kit/keys.ts';
import { Listing } from '../kit/listing.tsx';
import { Note } from '../kit/note.tsx';
import { Card, Page } from '../kit/page.tsx';
import { Figure, Money, tradeCalled } from '../kit/words.tsx';

type Row = ItemOf<'GET /v1/trades'>;

const WHOM = pick(form, ['consolidatorId', 'note']);
const tradeIds = pick(form, ['tradeIds']).fields['tradeIds'];
const MOST = tradeIds?.kind === 'list' ? tradeIds.max : 0;

/** Gives trades to a consolidator to load: which of those that wait, and to whom. */
export default function NewOffer() {
  const [, navigate] = useLocation();
  const [search] = useSearchParams();
  const countryOf = useReferenceName('countries');
  const say = useSay();
  const [ticked, setTicked] = useState<ReadonlySet<string>>(() => new Set(search.getAll('trade')));
  const [whom, setWhom] = useState<Value>();
  const pages = useList('GET /v1/trades', { query: { status: 'REGISTERED' } });
  const items = pages.items.filter(isReady);
  const { findings, failed, isSending, send } = useSubmission('POST /v1/trade-offers');
  const submit = async (): Promise<void> => {
    const body = bodyOf(form, withField(whom, 'tradeIds', [...ticked])) as never;
    const answered = await send({ body });
    if (!answered) return;
    say(`已交给 ${answered.body.consolidatorName}`);
    navigate(`/trade/offers/${answered.body.id}`);
  };
  useKeys([{ keys: ['Ctrl+Enter'], says: '提交', always: true, does: () => void submit() }]);
  const chosen = items.filter(({ id }) => ticked.has(id));
  const tick = (id: string): void => {
    const after = new Set(ticked);
    if (!after.delete(id)) after.add(id);
    setTicked(after);
  };
  return (
    <Page
      title="交给组货人"
      deeds={
        <button
          type="button"
          className="button primary"
          disabled={isSending || ticked.size === 0}
          onClick={() => void submit()}
        >
          {isSending ? '正在提交…' : `交出 ${ticked.size} 笔`} <kbd className="only-desk">Ctrl+Enter</kbd>
        </button>
      }
    >
      {findings.length > 0 && (
        <ErrorSummary findings={findings} title={`有 ${findings.length} 处需要修改，内容都已保留`} />
      )}
      {failed !== undefined && <Note tone="bad">{failed}</Note>}
      {ticked.size > MOST && <Note tone="wait">一次至多 {MOST} 笔，请分次交出。</Note>}
      <div className="columns">
        <div className="column" id={idOf('/tradeIds')}>
          <Listing
            caption="可交出的交易"
            pages={{ ...pages, items }}
            keyOf={({ id }) => id}
            none="没有可交出的交易：须已登记、已有箱规、不在复核中。"
            onOpen={({ id }) => tick(id)}
            columns={[
              {
                title: '选',
                cell: ({ id, tradeNumber }) => (
                  <input
                    type="checkbox"
                    className="tick"
                    aria-label={`选择交易 ${tradeNumber ?? ''}`}
                    checked={ticked.has(id)}
                    onChange={() => tick(id)}
                  />
                ),
              },
              {
                title: '交易单号',
                cell: ({ id, tradeNumber }) => <Link href={`/trade/trades/${id}`}>{tradeCalled(tradeNumber)}</Link>,
              },
              { title: '经营户', cell: ({ merchantName }) => merchantName },
              { title: '目的国', cell: ({ destinationCountry }) => countryOf(destinationCountry) },
              { title: '体积', numbers: true, cell: ({ volumeM3 }) => <Figure value={volumeM3} unit="m³" /> },
              { title: '毛重', numbers: true, cell: ({ grossWeightKg }) => <Figure value={grossWeightKg} unit="kg" /> },
              { title: '金额', numbers: true, cell: ({ total }) => <Money {...total} /> },
            ]}
          />
        </div>
        <div className="column aside acts">
          <Card title="交给谁">
            <SchemaForm form={WHOM} value={whom} onChange={setWhom} findings={findings} />
          </Card>
          <Card title="已选">
            <p>
              {chosen.length} 笔 · <Figure value={chosen.reduce((sum, { volumeM3 }) => sum + volumeM3, 0)} unit="m³" />{' '}
              · <Figure value={chosen.reduce((sum, { grossWeightKg }) => sum + grossWeightKg, 0)} unit="kg" />
            </p>
          </Card>
        </div>
      </div>
    </Page>
  );
}

/** What a consolidator can hold. */
const isReady = ({ measured, reviewState, consolidationId }: Row): boolean =>
  measured && reviewState !== 'OPEN' && consolidationId === undefined;
