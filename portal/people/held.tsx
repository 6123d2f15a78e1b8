import { COUNTS_NAMES } from '../../functions/people/domain/names.ts';
import type { AnswerTo } from '../api/contracts.ts';
import { DataTable } from '../kit/data-table.tsx';

type Held = NonNullable<AnswerTo<'POST /v1/personal-requests'>['held']>;

/** What is kept of a party, until when, and on what ground: the answer to whoever asked that it be erased. */
export const HeldTable = ({ held }: { readonly held: Held }) => (
  <DataTable
    caption="保存的信息"
    rows={held}
    keyOf={({ record, what }) => `${record} ${what}`}
    none="没有保存的信息。"
    columns={[
      { title: '记录', cell: ({ name }) => name },
      { title: '内容', cell: ({ what }) => what },
      { title: '保存', cell: ({ days, counts }) => `${COUNTS_NAMES[counts]} ${days} 天` },
      { title: '至迟', cell: ({ until }) => until },
      { title: '可以删除', cell: ({ erasable }) => (erasable ? '是' : '否') },
      { title: '依据', cell: ({ legalBasis }) => legalBasis },
    ]}
  />
);
