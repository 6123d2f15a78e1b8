import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import { NODE_NAMES } from '../../functions/trace/domain/names.ts';
import { useRead } from '../api/read.ts';
import { Loaded } from '../kit/loaded.tsx';
import { Note } from '../kit/note.tsx';
import { Card, Page } from '../kit/page.tsx';
import { pageOfRecord } from '../kit/records.ts';
import { Time } from '../kit/words.tsx';
import type { ScreenProps } from '../site.ts';
import type { Kind, Node, TraceTold } from './words.ts';

/** The chain of whatever a number names: back to the stall, on to the declaration. */
export default function Trace({ params: { number } }: ScreenProps) {
  const start = number === undefined ? undefined : decodeURIComponent(number);
  return (
    <Page title={start === undefined ? '源头追溯' : `追溯 ${start}`}>
      <Ask key={start} start={start} />
      {start !== undefined && <Chain start={start} />}
    </Page>
  );
}

function Ask({ start = '' }: { readonly start: string | undefined }) {
  const [, navigate] = useLocation();
  const [typed, setTyped] = useState(start);
  return (
    <form
      className="row"
      role="search"
      aria-label="追溯"
      onSubmit={(event) => {
        event.preventDefault();
        if (typed.trim() !== '') navigate(`/trace/${encodeURIComponent(typed.trim())}`);
      }}
    >
      <label htmlFor="start">编号</label>
      <input
        id="start"
        className="input"
        value={typed}
        onChange={({ target }) => setTyped(target.value)}
        aria-describedby="start-hint"
      />
      <button type="submit" className="button primary">
        追溯
      </button>
      <span id="start-hint" className="quiet small">
        备案编号、交易单号、组货单号、箱号、封志号、凭证号、唛头（如 9H04AY-1 C/5）、摊位；窗口还可用手机后四位
      </span>
    </form>
  );
}

function Chain({ start }: { readonly start: string }) {
  const trace = useRead('GET /v1/traces/{start}', { path: { start } });
  return (
    <Loaded reading={trace}>{({ body }) => (body.choice ? <Choice told={body} /> : <Lanes told={body} />)}</Loaded>
  );
}

const Choice = ({ told: { nodes } }: { readonly told: TraceTold }) => (
  <Card title="这个编号对应多条记录，请选一条">
    <ul className="stack">
      {nodes.map((node) => (
        <li key={node.id}>
          <Link href={`/trace/${encodeURIComponent(node.id)}`}>{node.label}</Link>{' '}
          <span className="quiet">{NODE_NAMES[node.kind]}</span>
        </li>
      ))}
    </ul>
  </Card>
);

/** Of a kind with many nodes so many are drawn at first. */
const SHOWN = 12;

/** One lane a kind, from left to right; what hangs together with the node under the pointer or focus stands out. */
function Lanes({ told: { nodes, edges, starts, truncated } }: { readonly told: TraceTold }) {
  const [at, setAt] = useState<string>();
  const related = at === undefined ? undefined : chainOf(at, edges);
  const lanes = (Object.keys(NODE_NAMES) as Kind[])
    .map((kind) => ({ kind, nodes: nodes.filter((node) => node.kind === kind) }))
    .filter((lane) => lane.nodes.length > 0);
  return (
    <>
      {truncated && <Note tone="wait">只显示最近的明细；请用更具体的编号追溯，例如唛头或交易单号。</Note>}
      <div className="lanes">
        {lanes.map((lane) => (
          <Lane key={lane.kind} {...lane} starts={starts} related={related} onAt={setAt} />
        ))}
      </div>
    </>
  );
}

function Lane({
  kind,
  nodes,
  starts,
  related,
  onAt,
}: {
  readonly kind: Kind;
  readonly nodes: readonly Node[];
  readonly starts: readonly string[];
  readonly related: ReadonlySet<string> | undefined;
  readonly onAt: (id: string | undefined) => void;
}) {
  const [isAll, setAll] = useState(false);
  const sorted = [...nodes].sort((one, other) => Number(starts.includes(other.id)) - Number(starts.includes(one.id)));
  const shown = isAll ? sorted : sorted.slice(0, SHOWN);
  return (
    <section className="lane" aria-label={NODE_NAMES[kind]}>
      <h2>
        {NODE_NAMES[kind]} <span className="quiet small">{nodes.length}</span>
      </h2>
      <ul>
        {shown.map((node) => (
          <li
            key={node.id}
            className={`station${starts.includes(node.id) ? ' start' : ''}${related && !related.has(node.id) ? ' apart' : ''}`}
            onPointerEnter={() => onAt(node.id)}
            onPointerLeave={() => onAt(undefined)}
            onFocus={() => onAt(node.id)}
            onBlur={() => onAt(undefined)}
          >
            <Link href={`/trace/${encodeURIComponent(node.id)}`}>{node.label}</Link>
            <div className="small quiet">
              {node.at !== undefined && (node.at.length > 10 ? <Time at={node.at} /> : node.at)}{' '}
              {pageOfRecord(node.id) !== undefined && <Link href={pageOfRecord(node.id) ?? ''}>打开记录</Link>}
            </div>
          </li>
        ))}
      </ul>
      {nodes.length > shown.length && (
        <button type="button" className="button text" onClick={() => setAll(true)}>
          另有 {nodes.length - shown.length} 项
        </button>
      )}
    </section>
  );
}

/** Everything that lies before or after a node along the chain. */
function chainOf(id: string, edges: TraceTold['edges']): ReadonlySet<string> {
  const found = new Set([id]);
  for (const [near, far] of [
    ['from', 'to'],
    ['to', 'from'],
  ] as const) {
    const open = [id];
    for (let one = open.pop(); one !== undefined; one = open.pop()) {
      for (const edge of edges) {
        if (edge[near] !== one || found.has(edge[far])) continue;
        found.add(edge[far]);
        open.push(edge[far]);
      }
    }
  }
  return found;
}
