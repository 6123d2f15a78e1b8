import { Link } from 'wouter';
import { useRead } from '../api/read.ts';
import { Facts } from '../kit/facts.tsx';
import { Loaded } from '../kit/loaded.tsx';
import { Note } from '../kit/note.tsx';
import { Card, Page } from '../kit/page.tsx';

/** Whether everything goes on as it should; where it does not, what waits. */
export default function Health() {
  const health = useRead('GET /health', {}, { every: 10_000 });
  return (
    <Page title="运行状况">
      <Loaded reading={health}>
        {({ body }) => (
          <>
            {body.status === 'ok' ? (
              <Note tone="good">运行正常。</Note>
            ) : (
              <Note tone="bad">
                接口可用，但有事情没有办完：请看下面的数字，并查看<Link href="/system/executions">失败的执行</Link>和
                <Link href="/system/dead-letters">未送达的事件</Link>。
              </Note>
            )}
            <Card title="运行">
              <Facts
                facts={[
                  ['版本', body.version],
                  [
                    '最早未送出的消息已等',
                    body.outboxLagSeconds === undefined ? undefined : `${body.outboxLagSeconds} 秒`,
                  ],
                  ['被拒收的事件', body.deadLetters],
                  ['一小时内失败的执行', body.failedExecutions],
                ]}
              />
            </Card>
          </>
        )}
      </Loaded>
    </Page>
  );
}
