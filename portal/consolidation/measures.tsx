import type { RequestOf } from '../api/contracts.ts';
import { useRead } from '../api/read.ts';
import { NumberField } from '../forms/fields.tsx';
import { Messages } from '../forms/messages.tsx';
import { textOf } from '../forms/value.ts';
import { Card } from '../kit/page.tsx';
import type { ConsolidationTold } from './told.ts';

/** Cartons of one trade line that were measured anew, as typed. */
export interface Measure {
  /** Of the group of equal cartons that was chosen. */
  readonly group: string;
  readonly tradeId: string;
  readonly lineNo: number;
  readonly fromCartonNo: string;
  readonly toCartonNo: string;
  readonly lengthMm: string;
  readonly widthMm: string;
  readonly heightMm: string;
  readonly grossWeightKg: string;
}

const FIELDS = [
  ['fromCartonNo', '起始箱号', true],
  ['toCartonNo', '截止箱号', true],
  ['lengthMm', '长（毫米）', true],
  ['widthMm', '宽（毫米）', true],
  ['heightMm', '高（毫米）', true],
  ['grossWeightKg', '毛重（千克）', false],
] as const;

type Sent = NonNullable<RequestOf<'POST /v1/consolidations/{id}/amendments'>['body']['cartons']>;

/** What is typed as numbers goes as numbers; the API says what is none. */
export const sentMeasures = (measures: readonly Measure[]): Sent =>
  measures.map((typed) => {
    const { tradeId, lineNo } = typed;
    const number = (name: (typeof FIELDS)[number][0]): number =>
      Number(typed[name].normalize('NFKC').trim() || Number.NaN);
    return {
      tradeId,
      lineNo,
      fromCartonNo: number('fromCartonNo'),
      toCartonNo: number('toCartonNo'),
      lengthMm: number('lengthMm'),
      widthMm: number('widthMm'),
      heightMm: number('heightMm'),
      grossWeightKg: number('grossWeightKg'),
    };
  });

/** Cartons that turned out larger or heavier than their papers say, group by group. */
export function Measures({
  told: { id, tradeIds, tradeNumbers },
  measures,
  onChange,
}: {
  readonly told: ConsolidationTold;
  readonly measures: readonly Measure[];
  readonly onChange: (measures: readonly Measure[]) => void;
}) {
  const cargo = useRead('GET /v1/consolidations/{id}/cargo', { path: { id } });
  const groups = cargo.data?.body.cartons ?? [];
  const nameOf = ({ tradeId, lineNo, name, firstCartonNo, count }: (typeof groups)[number]): string =>
    `${tradeNumbers?.[tradeIds.indexOf(tradeId)] ?? tradeId} 第 ${lineNo} 行 ${name} C/${firstCartonNo}-${firstCartonNo + count - 1}`;
  const add = (groupId: string): void => {
    const group = groups.find((one) => one.id === groupId);
    if (!group) return;
    const { tradeId, lineNo, firstCartonNo, count, lengthMm, widthMm, heightMm, grossWeightKg } = group;
    onChange([
      ...measures,
      {
        group: groupId,
        tradeId,
        lineNo,
        fromCartonNo: String(firstCartonNo),
        toCartonNo: String(firstCartonNo + count - 1),
        lengthMm: String(lengthMm),
        widthMm: String(widthMm),
        heightMm: String(heightMm),
        grossWeightKg: String(grossWeightKg),
      },
    ]);
  };
  return (
    <Card title="复量货箱">
      <div className="stack" id="at/cartons">
        {measures.map((measure, index) => {
          const group = groups.find((one) => one.id === measure.group);
          return (
            // A list is only ever added to at its end or shortened, so that the place names the item.
            // eslint-disable-next-line react/no-array-index-key
            <fieldset key={index} className="section">
              <legend>{group && nameOf(group)}</legend>
              <div className="fields small-fields">
                {FIELDS.map(([name, title, integer]) => (
                  <NumberField
                    key={name}
                    node={{ kind: 'number', title, integer }}
                    pointer={`/cartons/${index}/${name}`}
                    isRequired
                    value={measure[name]}
                    onChange={(value) =>
                      onChange(measures.map((one, at) => (at === index ? { ...one, [name]: textOf(value) } : one)))
                    }
                  />
                ))}
              </div>
              <div className="row">
                {group && (
                  <span className="quiet small">
                    原为 {group.lengthMm}×{group.widthMm}×{group.heightMm} 毫米，{group.grossWeightKg} 千克
                  </span>
                )}
                <button
                  type="button"
                  className="button text"
                  onClick={() => onChange(measures.filter((_, at) => at !== index))}
                >
                  不复量这一组
                </button>
              </div>
              <Messages pointer={`/cartons/${index}`} />
            </fieldset>
          );
        })}
        <div className="field">
          <label htmlFor="measure">添加要复量的货箱</label>
          <select id="measure" className="input" value="" onChange={({ target }) => add(target.value)}>
            <option value="">请选择交易行</option>
            {groups.map((group) => (
              <option key={group.id} value={group.id}>
                {nameOf(group)}
              </option>
            ))}
          </select>
        </div>
      </div>
    </Card>
  );
}
