import { Link } from 'wouter';
import { useRead } from '../api/read.ts';
import { DataTable } from '../kit/data-table.tsx';
import { Loaded } from '../kit/loaded.tsx';
import { Page } from '../kit/page.tsx';

/** The dated lists that the caller reads: codes, rates, terms and limits, each with its source. */
export default function Lists() {
  const reading = useRead('GET /v1/reference', {});
  return (
    <Page title="参考数据">
      <Loaded reading={reading}>
        {({ body: { items } }) => (
          <DataTable
            caption="参考数据"
            rows={items}
            keyOf={({ list }) => list}
            none="没有可以查看的参考数据。"
            columns={[
              { title: '名称', cell: ({ list, name }) => <Link href={`/reference/${list}`}>{name}</Link> },
              { title: '来源', cell: ({ origin }) => origin.source },
              { title: '查阅日期', cell: ({ origin }) => <span className="keep">{origin.asOf}</span> },
            ]}
          />
        )}
      </Loaded>
    </Page>
  );
}
