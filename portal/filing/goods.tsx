import { Link } from 'wouter';
import { ENTITY_STATUS_NAMES } from '../../functions/events/names.ts';
import type { AnswerTo } from '../api/contracts.ts';
import { ApiProblem } from '../api/problem.ts';
import { useRead } from '../api/read.ts';
import { FormFacts } from '../forms/form-facts.tsx';
import { pick } from '../forms/pick.ts';
import { valueOf } from '../forms/value.ts';
import { AskedDeed } from '../kit/asked-deed.tsx';
import { Facts } from '../kit/facts.tsx';
import { FindingsList } from '../kit/findings-list.tsx';
import { History } from '../kit/history.tsx';
import { Loaded } from '../kit/loaded.tsx';
import { Card, Page } from '../kit/page.tsx';
import { Party } from '../kit/party.tsx';
import { StateTag, Tag } from '../kit/words.tsx';
import { useMe } from '../shell/me.ts';
import type { ScreenProps } from '../site.ts';
import { deedOf } from './deed.ts';
import { AMENDED_GOODS_FORM } from './goods-form.ts';

/** What stands in the head already, or is shown apart. */
const SHOWN = pick(
  AMENDED_GOODS_FORM,
  Object.keys(AMENDED_GOODS_FORM.fields).filter((name) => name !== 'producerId'),
);

/** Filed goods: what they are, what they fall under, and how they came to be as they are. */
export default function GoodsPage({ params: { id = '' } }: ScreenProps) {
  const goods = useRead('GET /v1/goods/{id}', { path: { id } });
  return <Loaded reading={goods}>{({ body }) => <Shown goods={body} />}</Loaded>;
}

function Shown({ goods }: { readonly goods: AnswerTo<'GET /v1/goods/{id}'> }) {
  const { acting } = useMe();
  const { id } = goods;
  const isFiler = acting?.role === 'clerk' || acting?.role === 'merchant' || acting?.role === 'agent';
  return (
    <Page
      title={goods.nameZh}
      state={
        <>
          <StateTag state={goods.status} names={ENTITY_STATUS_NAMES} />
          {goods.inspectionRequired && <Tag tone="wait">法检</Tag>}
          {goods.exportDuty && <Tag tone="wait">出口关税</Tag>}
        </>
      }
      deeds={
        isFiler &&
        goods.status === 'ACTIVE' && (
          <>
            <AskedDeed
              title="注销"
              question={`注销“${goods.nameZh}”的备案？`}
              reason="理由"
              route="POST /v1/goods/{id}/cancellation"
              requestOf={(reason) => ({ path: { id }, body: { reason } })}
              done="已注销商品备案"
            >
              <p>注销后不能再登记这种商品的交易；已登记的不受影响。</p>
            </AskedDeed>
            <Link href={`/filing/goods/${id}/amend`} className="button primary">
              变更
            </Link>
          </>
        )
      }
    >
      <div className="columns">
        <div className="column">
          {goods.findings.length > 0 && (
            <Card title={`系统提示（${goods.findings.length}）`}>
              <FindingsList findings={goods.findings} />
            </Card>
          )}
          <Card title="商品">
            <FormFacts form={SHOWN} value={valueOf(goods)} />
          </Card>
        </div>
        <div className="column">
          <Card title="备案">
            <Facts
              facts={[
                ['备案编号', goods.goodsNumber],
                ['经营户', <Party key="merchant" id={goods.merchantId} kind="merchant" />],
                [
                  '生产商',
                  goods.producerId === undefined ? undefined : (
                    <Party key="producer" id={goods.producerId} kind="producer" />
                  ),
                ],
                ['经营户有效期至', goods.validUntil],
              ]}
            />
          </Card>
          <Versions id={id} />
        </div>
      </div>
    </Page>
  );
}

function Versions({ id }: { readonly id: string }) {
  const versions = useRead('GET /v1/goods/{id}/versions', { path: { id } });
  // Whoever is entrusted with the goods reads them as they are, and not how they came to be so.
  if (versions.error instanceof ApiProblem && versions.error.status === 404) return null;
  return (
    <Card title="历次变化">
      <Loaded reading={versions}>{({ body: { items } }) => <History deeds={items.map(deedOf)} />}</Loaded>
    </Card>
  );
}
