import { describe, expect, it } from 'vitest';
import { resolved, seeds } from '../../../infra/local/story/seeds.ts';
import { clerk, DAZU } from '../../kit/call.ts';
import { useRegistry } from '../../kit/registry.ts';
import { api, approved, getFiling } from './kit.ts';

const registry = useRegistry();

describe('the sample chain', () => {
  it('files its parties without a shared phone, its goods in order, and its agreements', async () => {
    const made = new Map<string, string>();
    const idOf = (key: string): string => made.get(key) ?? `no ${key} yet`;
    for (const { key, body } of seeds('filings')) {
      const id = await approved(registry.runtime, resolved(body, idOf));
      made.set(key, id);
      const { findings } = (await getFiling(registry.runtime, id.replace('entity', 'filing'))).body;
      const codes = findings
        .map((found: { code: string }) => found.code)
        .filter((c: string) => c !== 'PILOT_NOT_EFFECTIVE');
      expect(codes, key).toEqual([]);
    }
    expect([...made.keys()].sort()).toEqual(['B1', 'C1', 'CB1', 'FF1', 'M1', 'M2', 'M3', 'P1', 'TO1']);

    const goods = seeds('goods');
    expect(goods).toHaveLength(13);
    for (const [index, { key, body }] of goods.entries()) {
      const reply = await api(registry.runtime, 'fileGoods', { caller: clerk(), body: resolved(body, idOf) });
      expect(reply.status, JSON.stringify(reply.body)).toBe(201);
      expect(key).toBe(`G${String(index + 1).padStart(4, '0')}`);
      expect(reply.body.goodsNumber).toBe(`SC${DAZU}2026${String(index + 1).padStart(6, '0')}`);
      expect(reply.body.inspectionRequired).toBe(key === 'G0013');
    }

    for (const { body } of seeds('agreements')) {
      const reply = await api(registry.runtime, 'registerAgreement', { caller: clerk(), body: resolved(body, idOf) });
      expect(reply.status, JSON.stringify(reply.body)).toBe(201);
    }
  });
});
