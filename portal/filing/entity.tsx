import { Link } from 'wouter';
import { ENTITY_KIND_NAMES, ENTITY_STATUS_NAMES } from '../../functions/events/names.ts';
import type { AnswerTo } from '../api/contracts.ts';
import { useRead } from '../api/read.ts';
import { FormFacts } from '../forms/form-facts.tsx';
import { valueOf } from '../forms/value.ts';
import { AuditLink } from '../kit/audit-link.tsx';
import { Facts } from '../kit/facts.tsx';
import { History } from '../kit/history.tsx';
import { Loaded } from '../kit/loaded.tsx';
import { Card, Page } from '../kit/page.tsx';
import { PrintButton } from '../kit/print-button.tsx';
import { StateTag, Tag } from '../kit/words.tsx';
import { useMe } from '../shell/me.ts';
import type { ScreenProps } from '../site.ts';
import { deedOf } from './deed.ts';
import { formOfKind } from './form.ts';

/** A filed party: what stands on file, for how long, and how it came to be. */
export default function Entity({ params: { id = '' } }: ScreenProps) {
  const entity = useRead('GET /v1/entities/{id}', { path: { id } });
  return (
    <Loaded reading={entity}>
      {({ body: told }) => (
        <Page
          title={told.name}
          state={
            <>
              <StateTag state={told.status} names={ENTITY_STATUS_NAMES} />
              <Tag>{ENTITY_KIND_NAMES[told.kind]}</Tag>
            </>
          }
          deeds={
            <>
              <Changes entity={told} />
              <PrintButton title="打印备案证明" route="GET /v1/entities/{id}/certificate" request={{ path: { id } }} />
              <AuditLink id={id} />
            </>
          }
        >
          <div className="columns">
            <div className="column">
              <Card title="登记内容">
                <FormFacts form={formOfKind(told.kind)} value={valueOf(told.entity)} />
              </Card>
            </div>
            <div className="column">
              <Card title="备案">
                <Facts
                  facts={[
                    ['备案编号', told.filingNumber],
                    ['备案日期', told.registeredOn],
                    ['有效期至', told.validUntil],
                    ['状态说明', told.statusReason],
                    [
                      '信用等级',
                      told.grade === undefined ? undefined : (
                        <Link key="credit" href={`/credit/entities/${told.id}`}>
                          {told.grade} 级，查看信用
                        </Link>
                      ),
                    ],
                    ['采购商代码', told.buyerCode],
                    [
                      '备案申请',
                      <Link key="filing" href={`/filing/filings/${told.filingId}`}>
                        查看
                      </Link>,
                    ],
                    ['个人信息', <Looked key="views" id={told.id} />],
                  ]}
                />
              </Card>
              <Versions id={id} />
            </div>
          </div>
        </Page>
      )}
    </Loaded>
  );
}

/** Who has looked at what is on file is told to the party, and to those who have it on file. */
function Looked({ id }: { readonly id: string }) {
  const { role } = useMe().acting ?? {};
  return role !== 'agency' && role !== 'manager' && <Link href={`/people/views/${id}`}>谁查阅过</Link>;
}

const FILER_CHANGES = { amendment: '变更', renewal: '续期', cancellation: '注销' } as const;

/** What the reader may ask of the party as it stands. */
function Changes({ entity: { id, status } }: { readonly entity: AnswerTo<'GET /v1/entities/{id}'> }) {
  const { role } = useMe().acting ?? {};
  const isFiler = role === 'clerk' || role === 'merchant' || role === 'agent';
  const decrees = status === 'SUSPENDED' ? { lifting: '恢复' } : { suspension: '暂停' };
  const isLive = status === 'ACTIVE' || status === 'SUSPENDED' || status === 'EXPIRED';
  const offered: Readonly<Record<string, string>> = isFiler
    ? FILER_CHANGES
    : role === 'reviewer' || role === 'operator'
      ? decrees
      : {};
  if (!isLive) return null;
  return Object.entries(offered).map(([change, name]) => (
    <Link key={change} href={`/filing/entities/${id}/${change}`} className="button">
      {name}
    </Link>
  ));
}

function Versions({ id }: { readonly id: string }) {
  const versions = useRead('GET /v1/entities/{id}/versions', { path: { id } });
  return (
    <Card title="历次变化">
      <Loaded reading={versions}>{({ body: { items } }) => <History deeds={items.map(deedOf)} />}</Loaded>
    </Card>
  );
}
