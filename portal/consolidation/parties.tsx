import { useRead } from '../api/read.ts';
import type { Fact } from '../kit/facts.tsx';
import { useMe } from '../shell/me.ts';
import { type ConsolidationTold, isPlanned } from './told.ts';

/** Who consolidates and who exports, by name: one's own, or as the combination sheet and the register have it. */
function PartyName({ told, as }: { readonly told: ConsolidationTold; readonly as: 'consolidator' | 'tradeOperator' }) {
  const { acting } = useMe();
  const id = as === 'consolidator' ? told.consolidatorId : told.tradeOperatorId;
  const isOwn = acting?.entity?.id === id;
  const sheet = useRead(
    'GET /v1/consolidations/{id}/combination-sheet',
    { path: { id: told.id } },
    { enabled: !isOwn && isPlanned(told) },
  );
  const entity = useRead(
    'GET /v1/entities/{id}',
    { path: { id } },
    { enabled: !isOwn && !isPlanned(told) && acting?.role !== 'agent' },
  );
  return isOwn ? acting.entity?.name : (sheet.data?.body[as] ?? entity.data?.body.name ?? '…');
}

export const partyFacts = (told: ConsolidationTold): readonly Fact[] => [
  ['组货人', <PartyName key="consolidator" told={told} as="consolidator" />],
  ['市场采购贸易经营者', <PartyName key="operator" told={told} as="tradeOperator" />],
];
