import { useState } from 'react';
import { Link } from 'wouter';
import { ROLE_NAMES } from '../../functions/shared/kernel/role.ts';
import { AUDIT_ACTION_NAMES } from '../../functions/system/domain/names.ts';
import { NODE_NAMES } from '../../functions/trace/domain/names.ts';
import type { ItemOf } from '../api/contracts.ts';
import { useList, useRead } from '../api/read.ts';
import { useReferenceName } from '../forms/reference-field.tsx';
import { Filters, TextFilter, useFilters } from '../kit/filters.tsx';
import { Listing } from '../kit/listing.tsx';
import { Loaded } from '../kit/loaded.tsx';
import { Note } from '../kit/note.tsx';
import { Card, Page } from '../kit/page.tsx';
import { pageOfRecord } from '../kit/records.ts';
import { Time } from '../kit/words.tsx';
import { useMe } from '../shell/me.ts';

type Entry = ItemOf<'GET /v1/audit-entries'>;

/** An id as every record has one; what people call it is another number. */
const ID = /^[a-z]+-\d{6}-[0-9A-HJKMNP-TV-Z]{26}$/;

/** Who did what to a record, when, as whom and why 审计记录. That somebody has read it is itself in the trail. */
export default function Audit() {
  const [{ record = '' }, set] = useFilters(['record', 'by', 'from', 'until']);
  const { role } = useMe().acting ?? {};
  const [typed, setTyped] = useState(record);
  return (
    <Page title="审计记录">
      <form
        className="row"
        role="search"
        aria-label="审计记录"
        onSubmit={(event) => {
          event.preventDefault();
          set('record', typed.trim());
        }}
      >
        <label htmlFor="record">记录</label>
        <input
          id="record"
          className="input long"
          value={typed}
          aria-describedby="record-hint"
          onChange={({ target }) => setTyped(target.value)}
        />
        <button type="submit" className="button primary">
          查审计记录
        </button>
        <span id="record-hint" className="quiet small">
          {role === 'inspector' ? '记录编号' : '记录编号、备案编号、交易单号或组货单号；也可从各记录页上点“审计记录”'}
          。查阅本身也留痕。
        </span>
      </form>
      {record !== '' && (ID.test(record) || role === 'inspector' ? <Trail id={record} /> : <Found number={record} />)}
    </Page>
  );
}

/** The records that a number names. */
function Found({ number }: { readonly number: string }) {
  const trace = useRead('GET /v1/traces/{start}', { path: { start: number } });
  return (
    <Loaded reading={trace}>
      {({ body: { starts, nodes, choice } }) => {
        const meant = nodes.filter(({ id }) => ID.test(id) && (choice || starts.includes(id)));
        const [only, ...others] = meant;
        if (!only) return <Note tone="wait">这个编号没有自己的审计记录；请改用记录编号。</Note>;
        if (others.length === 0) return <Trail id={only.id} />;
        return (
          <Card title="这个编号指多条记录，请选一条">
            <ul className="stack">
              {meant.map(({ id, kind, label }) => (
                <li key={id}>
                  <Link href={`/system/audit?record=${encodeURIComponent(id)}`}>
                    {NODE_NAMES[kind]} {label}
                  </Link>
                </li>
              ))}
            </ul>
          </Card>
        );
      }}
    </Loaded>
  );
}

function Trail({ id }: { readonly id: string }) {
  const [{ by, from, until }, set] = useFilters(['by', 'from', 'until']);
  const pages = useList('GET /v1/audit-entries', { query: { recordId: id, by, from, until } });
  const page = pageOfRecord(id);
  const { role } = useMe().acting ?? {};
  return (
    <>
      <p>{page !== undefined && role !== 'inspector' ? <Link href={page}>{id}</Link> : id}</p>
      <Filters>
        <TextFilter title="办理人" value={by} hint="登录标识" onChange={(value) => set('by', value)} />
        <TextFilter title="自" type="date" value={from} onChange={(value) => set('from', value)} />
        <TextFilter title="至" type="date" value={until} onChange={(value) => set('until', value)} />
      </Filters>
      <Listing
        caption="审计记录"
        pages={pages}
        keyOf={({ version }) => String(version)}
        none="没有相符的记录；可能在更早的页上，请再读一页。"
        columns={[
          { title: '版本', numbers: true, cell: ({ version }) => version },
          { title: '时间', cell: ({ at }) => <Time at={at} /> },
          { title: '办理事项', cell: ({ action }) => AUDIT_ACTION_NAMES[action] ?? `其他（${action}）` },
          { title: '办理人', cell: ({ actor }) => <Actor actor={actor} /> },
          { title: '理由', cell: ({ reasons }) => <Reasons reasons={reasons} /> },
          { title: '摘要', cell: ({ hash }) => <span className="quiet small">{hash.slice(0, 12)}</span> },
          { title: '关联号', cell: ({ correlationId }) => <span className="quiet small">{correlationId}</span> },
        ]}
      />
    </>
  );
}

const ROLES: Readonly<Record<string, string>> = { ...ROLE_NAMES, system: '系统' };

function Actor({ actor: { sub, role, districtId } }: { readonly actor: Entry['actor'] }) {
  const districtName = useReferenceName('tenants');
  return (
    <span className="anywhere">
      {sub}{' '}
      <span className="quiet small">
        {[
          ROLES[role] ?? role,
          districtId === undefined || districtId === '500000' ? undefined : districtName(districtId),
        ]
          .filter(Boolean)
          .join('，')}
      </span>
    </span>
  );
}

const Reasons = ({ reasons }: { readonly reasons: readonly string[] }) => (
  <div>
    {reasons.map((reason) => (
      <div key={reason}>{reason}</div>
    ))}
  </div>
);
