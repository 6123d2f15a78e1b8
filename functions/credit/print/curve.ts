import { type Day, dayOf } from '../domain/day.ts';

/** A score that holds from a day on. */
export interface Step {
  /** `YYYY-MM-DD` */
  readonly from: string;
  readonly score: number;
}

const [WIDTH, HEIGHT] = [680, 190];
const [LEFT, RIGHT, TOP, BOTTOM] = [30, 10, 10, 24];

/**
 * The curve of a score as steps, what is to come dashed, over the lowest score of each grade.
 *
 * @param past at least one step, in order
 * @param ahead what comes by itself, in order
 * @param asOf the day that divides them, `YYYY-MM-DD`
 * @param grades lowest score of each
 */
export function curveSvg(
  past: readonly Step[],
  ahead: readonly Step[],
  asOf: string,
  grades: readonly { readonly grade: string; readonly minimum: number }[],
): string {
  const now = dayOf(asOf);
  const [first, last] = [
    Math.min(dayOf(past[0]?.from ?? asOf), now - 30),
    Math.max(dayOf(ahead.at(-1)?.from ?? asOf), now) + 30,
  ];
  const x = (day: Day) => Math.round(LEFT + ((day - first) / (last - first)) * (WIDTH - LEFT - RIGHT));
  const y = (score: number) => Math.round(TOP + (1 - score / 100) * (HEIGHT - TOP - BOTTOM));
  const line = (steps: readonly Step[], until: Day) =>
    steps
      .map(({ from, score }, index) => {
        const next = steps[index + 1];
        const end = next ? dayOf(next.from) : until;
        return `${index === 0 ? 'M' : 'L'}${x(dayOf(from))} ${y(score)} H${x(end)}`;
      })
      .join(' ');
  const today = past.at(-1)?.score ?? 0;
  return `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="信用分曲线">
${grades
  .map(
    ({ grade, minimum }) =>
      `<path d="M${LEFT} ${y(minimum)} H${WIDTH - RIGHT}" stroke="#bbb"/><text x="2" y="${y(minimum) - 3}">${grade} ${minimum}</text>`,
  )
  .join('\n')}
<path d="${line([...past], now)}" fill="none" stroke="#000" stroke-width="2"/>
<path d="${line([{ from: asOf, score: today }, ...ahead], last)}" fill="none" stroke="#000" stroke-width="1.5" stroke-dasharray="5 4"/>
<circle cx="${x(now)}" cy="${y(today)}" r="4"/>
<text x="${x(now) + 7}" y="${y(today) - 7}">${today}</text>
${axis(x, past[0]?.from ?? asOf, asOf, ahead.at(-1)?.from ?? asOf)}
</svg>`;
}

/** Pixels that a day's label takes. */
const LABEL = 110;

/** The days that the axis names: today and, where there is room beside it, those on which the curve begins and ends. */
function axis(x: (day: Day) => number, begin: string, asOf: string, end: string): string {
  const [from, now, to] = [x(dayOf(begin)), x(dayOf(asOf)), x(dayOf(end))];
  const label = (at: number, text: string, anchor: string) =>
    `<text x="${at}" y="${HEIGHT - 6}" text-anchor="${anchor}">${text}</text>`;
  return [
    ...(now - from > LABEL ? [label(from, begin, 'start')] : []),
    label(now, `${asOf} 评分`, now - LEFT < LABEL / 2 ? 'start' : WIDTH - now < LABEL / 2 ? 'end' : 'middle'),
    ...(to - now > LABEL ? [label(to, end, 'end')] : []),
  ].join('\n');
}
