import { Link } from 'wouter';
import type { EntityKind } from '../../functions/events/entity.ts';
import { useRead } from '../api/read.ts';
import { useMe } from '../shell/me.ts';

/** A filed party by its name, where the answer that names it tells only its id; offices reach its record. */
export function Party({ id, kind }: { readonly id: string; readonly kind: EntityKind }) {
  const { acting } = useMe();
  const isParty = acting?.role === 'merchant' || acting?.role === 'agent';
  if (acting?.entityId === id) return <PartyLink id={id} name={acting.entity?.name ?? '本单位'} />;
  return isParty ? <Counterparty id={id} kind={kind} /> : <Filed id={id} />;
}

/** The same where the name is told. */
export const PartyLink = ({ id, name }: { readonly id: string; readonly name: string }) => {
  const { acting } = useMe();
  const mayRead = (acting?.role !== 'merchant' && acting?.role !== 'agent') || acting.entityId === id;
  return mayRead ? <Link href={`/filing/entities/${id}`}>{name}</Link> : <span>{name}</span>;
};

function Filed({ id }: { readonly id: string }) {
  const entity = useRead('GET /v1/entities/{id}', { path: { id } });
  if (entity.data) return <PartyLink id={id} name={entity.data.body.name} />;
  return <span className="quiet">{entity.isError ? '未能读取名称' : '…'}</span>;
}

/** Who may not read another's record knows it from the directory. */
function Counterparty({ id, kind }: { readonly id: string; readonly kind: EntityKind }) {
  const directory = useRead('GET /v1/directory', { query: { kind, limit: 200 } });
  const found = directory.data?.body.items.find((one) => one.id === id);
  if (found) return <span>{found.name}</span>;
  return <span className="quiet">{directory.isPending ? '…' : '名称未向您公开'}</span>;
}
