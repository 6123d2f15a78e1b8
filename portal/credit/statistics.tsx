import { ENTITY_KIND_NAMES } from '../../functions/events/names.ts';
import { useRead } from '../api/read.ts';
import { Bars } from '../kit/bars.tsx';
import { Filters, TextFilter, useFilters } from '../kit/filters.tsx';
import { Loaded } from '../kit/loaded.tsx';
import { Note } from '../kit/note.tsx';
import { Card, Page } from '../kit/page.tsx';
import { useIndicatorNames } from './indicators.ts';

/** Grades and scores in a month, and how far they moved from the month before. */
export default function CreditStatistics() {
  const [{ month }, set] = useFilters(['month']);
  const names = useIndicatorNames();
  const reading = useRead('GET /v1/credit-statistics', { query: { month } });
  return (
    <Page title="信用统计">
      <Filters>
        <TextFilter title="月份" value={month} hint="如 2026-11" onChange={(value) => set('month', value)} />
      </Filters>
      <Loaded reading={reading}>
        {({ body }) =>
          body.entities === 0 ? (
            <Note>{body.month} 没有完成的全量评分，所以没有统计。请由审核或市级人员发起全量评分。</Note>
          ) : (
            <div className="columns">
              <div className="column">
                <Card title={`${body.month} 各等级主体数（共 ${body.entities}）`}>
                  <Bars
                    unit="个"
                    bars={body.grades.map(({ grade, entities }) => ({ title: `${grade} 级`, value: entities }))}
                  />
                </Card>
                <Card title="分数分布">
                  <Bars
                    unit="个"
                    bars={body.scores.map(({ from, to, entities }) => ({ title: `${from}–${to} 分`, value: entities }))}
                  />
                </Card>
                <Card title="分类">
                  {body.kinds.map(({ kind, grades }) => (
                    <p key={kind}>
                      {ENTITY_KIND_NAMES[kind]}：
                      {grades.map(({ grade, entities }) => `${grade} 级 ${entities} 个`).join('，')}
                    </p>
                  ))}
                </Card>
              </div>
              <div className="column">
                <Card title={`与 ${body.stability.previousMonth} 比`}>
                  <p>
                    总分稳定性指数（PSI）：
                    {body.stability.scores === null ? '缺一个月的评分，无法计算' : body.stability.scores.toFixed(3)}
                  </p>
                  <ul>
                    {body.stability.indicators.map(({ indicator, psi }) => (
                      <li key={indicator}>
                        {names.get(indicator) ?? indicator}：{psi === null ? '—' : psi.toFixed(3)}
                      </li>
                    ))}
                  </ul>
                </Card>
              </div>
            </div>
          )
        }
      </Loaded>
    </Page>
  );
}
