const [WIDTH, HEIGHT, MARGIN] = [600, 120, 24];

export interface ScorePoint {
  /** ISO 8601. */
  readonly at: string;
  /** 0 to 100. */
  readonly score: number;
}

/** How a score went over time; the list beside it says the same in words. */
export function ScoreLine({ points }: { readonly points: readonly ScorePoint[] }) {
  const times = points.map(({ at }) => Date.parse(at));
  const first = Math.min(...times);
  const last = Math.max(...times);
  const x = (time: number): number =>
    MARGIN + (last === first ? 0.5 : (time - first) / (last - first)) * (WIDTH - 2 * MARGIN);
  const y = (score: number): number => HEIGHT - MARGIN - (score / 100) * (HEIGHT - 2 * MARGIN);
  const drawn = points.map(({ score }, index) => `${x(times[index] ?? 0)},${y(score)}`);
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} width="100%" role="img" aria-label="评分走势">
      {[0, 50, 100].map((score) => (
        <g key={score}>
          <line x1={MARGIN} x2={WIDTH - MARGIN} y1={y(score)} y2={y(score)} stroke="#d5dbe2" />
          <text x={2} y={y(score) + 4} fontSize="11" fill="#45525f">
            {score}
          </text>
        </g>
      ))}
      <polyline points={drawn.join(' ')} fill="none" stroke="#0b4f9e" strokeWidth="2" />
      {points.map(({ at, score }, index) => (
        <circle key={at} cx={x(times[index] ?? 0)} cy={y(score)} r="3.5" fill="#0b4f9e" />
      ))}
    </svg>
  );
}
