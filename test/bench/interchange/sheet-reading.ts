import { readFileSync } from 'node:fs';
import { descriptionKey, type KnownGoods } from '../../../functions/interchange/domain/known.ts';
import { readGrid } from '../../../functions/interchange/services/imports/grid.ts';
import { review } from '../../../functions/interchange/services/imports/review.ts';
import type { KnownStore } from '../../../functions/interchange/store/known.ts';

/** What one reading of a sheet took, as it is printed for who started it. */
export interface Reading {
  readonly milliseconds: number;
  /** Largest resident size of the process. */
  readonly peakMb: number;
}

/** Goods of every description that is asked for, so that every row is judged to its end. */
const known: Pick<KnownStore, 'parties' | 'goodsDescribed'> = {
  parties: async () => new Map(),
  goodsDescribed: async (_districtId, descriptions) =>
    new Map(
      descriptions.map((description) => [
        descriptionKey(description),
        {
          isMore: false,
          goods: [
            {
              goodsId: 'goods',
              goodsNumber: 'G',
              merchantId: 'merchant',
              districtId: '500111',
              version: 1,
              status: 'ACTIVE',
              nameZh: description.name,
              hsCode: description.hsCode,
              specification: description.specification,
              dealUnit: '016',
              legalUnit: '035',
            } satisfies KnownGoods,
          ],
        },
      ]),
    ),
};

const [how, path = ''] = process.argv.slice(2);
const bytes = readFileSync(path);
const started = performance.now();
if (how === 'bare') {
  const { readSheet } = await import('read-excel-file/universal');
  await readSheet(new Uint8Array(bytes).buffer);
} else {
  const rows = await review(
    await readGrid(bytes),
    { caller: { sub: 'clerk', role: 'clerk', districtId: '500111' }, today: '2026-03-17' },
    known as KnownStore,
  );
  if (rows.length !== 10_000) throw new Error(`${rows.length} rows`);
}
const milliseconds = performance.now() - started;
console.log(JSON.stringify({ milliseconds, peakMb: process.resourceUsage().maxRSS / 1024 } satisfies Reading));
