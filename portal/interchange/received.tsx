import { MESSAGE_TYPE_NAMES, RECEIPT_RESULT_NAMES } from '../../functions/interchange/domain/names.ts';
import { useList } from '../api/read.ts';
import { ChoiceFilter, Filters, optionsOf, useFilters } from '../kit/filters.tsx';
import { Listing } from '../kit/listing.tsx';
import { Card } from '../kit/page.tsx';
import { Figure, Tag, Time } from '../kit/words.tsx';

type Type = keyof typeof MESSAGE_TYPE_NAMES;
type Result = keyof typeof RECEIPT_RESULT_NAMES;

/** Messages that clients' programs have sent, the latest on top, and what each was answered. */
export function Received() {
  const [{ of, result }, set] = useFilters(['of', 'result']);
  const pages = useList('GET /v1/interchange/gzsw', {
    query: { type: of as Type | undefined, result: result as Result | undefined },
  });
  return (
    <Card title="收到的报文">
      <Filters>
        <ChoiceFilter
          title="报文类型"
          value={of}
          options={optionsOf(MESSAGE_TYPE_NAMES)}
          onChange={(value) => set('of', value)}
        />
        <ChoiceFilter
          title="回执"
          value={result}
          options={optionsOf(RECEIPT_RESULT_NAMES)}
          onChange={(value) => set('result', value)}
        />
      </Filters>
      <Listing
        caption="收到的报文"
        pages={pages}
        keyOf={({ messageId, sender, at }) => `${sender} ${messageId} ${at}`}
        none="没有这样的报文。"
        columns={[
          { title: '报文编号', cell: ({ messageId }) => messageId },
          { title: '类型', cell: ({ type }) => MESSAGE_TYPE_NAMES[type] },
          { title: '企业', cell: ({ sender }) => sender },
          {
            title: '回执',
            cell: (row) =>
              String(row.result) === '1' ? (
                <Tag tone="good">{RECEIPT_RESULT_NAMES.TAKEN}</Tag>
              ) : (
                <Tag tone="bad">{RECEIPT_RESULT_NAMES.REFUSED}</Tag>
              ),
          },
          { title: '已接收', numbers: true, cell: ({ items }) => <Figure value={items} unit="项" /> },
          {
            title: '原因',
            cell: ({ errors }) =>
              errors.length > 0 && (
                <ul>
                  {errors.map((error) => (
                    <li key={error}>{error}</li>
                  ))}
                </ul>
              ),
          },
          { title: '时间', cell: ({ at }) => <Time at={at} /> },
        ]}
      />
    </Card>
  );
}
