import { createHash } from 'node:crypto';
import { checkDigit } from '../../functions/shared/kernel/container-number.ts';
import type { Host } from '../../infra/local/host.ts';
import { eventually } from '../../infra/local/story/client.ts';
import { resolved, seeds } from '../../infra/local/story/seeds.ts';
import type { Made } from '../../infra/local/story/story.ts';
import scorecard from '../../seeds/reference/scorecards/2026-1.json' with { type: 'json' };
import { csvSheet, merchants } from '../functions/filing/bulk-sheet.ts';
import { merchantSample, tradeOperatorSample } from '../functions/filing/samples.ts';
import { approved } from '../host/killed/filed.ts';
import { archive, jpeg } from '../kit/archive.ts';
import { lateTrade } from '../kit/late-trade.ts';
import { ratesRow } from '../kit/rates.ts';
import { officeStates } from './office-states.ts';
import { partyStates } from './party-states.ts';
import { callerOf, DAY_MS, factOf, type Offered, SPARE, sceneOf, sourceOf } from './scene.ts';

const containerNumber = (n: number): string => {
  const stem = `CSQU${String(100_000 + n)}`;
  return `${stem}${checkDigit(stem)}`;
};

/**
 * Puts records into the states that the sample chain passes through or never comes by, and says what could be asked of them
 * there: of each route that needs such a state, some requests that would be taken.
 */
export async function spareStates(host: Host, made: Made): Promise<Offered[]> {
  const scene = await sceneOf(host, made);
  const { as, clerk, dayAfter, idOf, offer, offered, reviewer, statusIs, today } = scene;
  const agent = callerOf('agent', idOf('TO1'));

  await returnedFilings();
  await leasesEnding();
  await agreementsProposed();
  await goodsToAmend();
  await facts();
  await drafts();
  await tradesUnderReview();
  await offers();
  buyerCodes();
  await referenceVersions();
  await consolidations();
  await sheetsWithPapers();
  await webhooks();
  await partyStates(scene);
  await officeStates(scene);
  return offered;

  async function returnedFilings(): Promise<void> {
    for (let n = 0; n < SPARE; n += 1) {
      const sample = tradeOperatorSample(700 + n);
      const { id } = await clerk.post<{ id: string }>('/v1/filings', sample);
      await statusIs(`/v1/filings/${id}`, 'PENDING_REVIEW');
      await reviewer.decide(`/v1/filings/${id}/decision`, { decision: 'RETURN', reasons: ['缺执照'] });
      await statusIs(`/v1/filings/${id}`, 'RETURNED');
      offer('clerk', 'PUT', `/v1/filings/${id}`, { entity: sample.entity });
    }
  }

  /** Merchants that have moved, and such whose leases end before the filing otherwise would and were taken for longer since. */
  async function leasesEnding(): Promise<void> {
    for (let n = 0; n < SPARE; n += 1) {
      const { kind, entity } = merchantSample(720 + n);
      const stallLease = { ...entity.stallLease, to: dayAfter(200) };
      const { entityId } = await approved(clerk, reviewer, { kind, entity: { ...entity, stallLease } });
      if (n % 2 === 0) {
        const moved = { ...entity, stallLease, address: '重庆市大足区新址2号' };
        offer('clerk', 'POST', `/v1/entities/${entityId}/amendments`, { entity: moved });
        continue;
      }
      const longer = { ...stallLease, to: dayAfter(500) };
      offer('clerk', 'POST', `/v1/entities/${entityId}/renewals`, { validUntil: dayAfter(400), stallLease: longer });
    }
    await clerk.send('GET', `/v1/entities/${idOf('M1')}/certificate`, undefined, { Accept: 'application/json' });
  }

  async function agreementsProposed(): Promise<void> {
    const merchant = await as(callerOf('merchant', idOf('M3')));
    for (let n = 0; n < SPARE; n += 1) {
      const { id } = await merchant.post<{ id: string }>('/v1/agency-agreements', {
        merchantId: idOf('M3'),
        tradeOperatorId: idOf('TO1'),
        signedOn: today,
        validFrom: today,
        validUntil: `${Number(today.slice(0, 4)) + 1}-06-30`,
      });
      offer(agent, 'POST', `/v1/agency-agreements/${id}/acceptance`);
    }
  }

  async function goodsToAmend(): Promise<void> {
    for (const { key, body } of seeds('goods').slice(0, SPARE)) {
      offer('clerk', 'PUT', `/v1/goods/${idOf(key)}`, { ...(resolved(body, idOf) as object), ownCode: `${key}-2` });
    }
  }

  async function facts(): Promise<void> {
    for (let n = 0; n < SPARE; n += 1) offer('clerk', 'POST', '/v1/credit-events', factOf(idOf('M1'), 700 + n, today));
    const correction = { correctedOn: today, correction: '已退款并道歉', commitment: '承诺诚信经营' };
    for (let n = 0; n < 2 * SPARE; n += 1) {
      const entityId = idOf(['M1', 'M2', 'M3', 'CB1', 'FF1'][n % 5] ?? '');
      const { id } = await clerk.post<{ id: string }>('/v1/credit-events', factOf(entityId, 500 + n, today));
      const repair = `/v1/credit-events/${id}/repair`;
      if (n < SPARE) {
        offer('clerk', 'POST', repair, correction);
        continue;
      }
      await eventually(`${id} to be taken up for repair`, async () => {
        const { status } = await clerk.send('POST', repair, correction);
        return status < 300 || undefined;
      });
      offer('reviewer', 'POST', `${repair}/decision`, {
        decision: 'GRANT',
        reasons: ['已纠正'],
        source: sourceOf(500 + n, today),
      });
    }
  }

  async function drafts(): Promise<void> {
    const author = await as(callerOf('operator', undefined, 'author'));
    const card = (no: number) => ({
      ...scorecard,
      version: `2028-${no}`,
      effectiveFrom: `2028-01-${String(no).padStart(2, '0')}`,
    });
    for (let no = 1; no <= SPARE; no += 1) {
      if (no > SPARE / 2) {
        offer('operator', 'POST', '/v1/scorecards', card(no));
        continue;
      }
      await author.post('/v1/scorecards', card(no));
      offer('operator', 'POST', `/v1/scorecards/2028-${no}/simulation`);
      if (no > 2) continue;
      await author.send('POST', `/v1/scorecards/2028-${no}/simulation`);
      await eventually(`the draft 2028-${no} to be simulated`, async () => {
        const { simulatedBy } = await author.get<{ simulatedBy?: string }>(`/v1/scorecards/2028-${no}`);
        return simulatedBy;
      });
      offer('operator', 'POST', `/v1/scorecards/2028-${no}/publication`);
    }
  }

  async function tradesUnderReview(): Promise<void> {
    for (let n = 0; n < SPARE; n += 1) {
      const trade = lateTrade(idOf, today, `CKG880${n}`);
      const { id } = await clerk.post<{ id: string }>('/v1/trades', trade);
      offer('reviewer', 'POST', `/v1/trades/${id}/review`, { decision: 'RELEASE', reasons: ['提单日期已核实'] });
    }
  }

  /** Trades to be offered, and offers to be accepted, turned down and taken back. */
  async function offers(): Promise<void> {
    const form = resolved(seeds('trades').find(({ key }) => key === 'T3')?.body, idOf) as object;
    const consolidatorId = idOf('C1');
    for (let n = 0; n < 2 * SPARE; n += 1) {
      const { id: tradeId } = await clerk.post<{ id: string }>('/v1/trades', form);
      const request = { tradeIds: [tradeId], consolidatorId };
      if (n % 4 === 0) {
        offer('clerk', 'POST', '/v1/trade-offers', request);
        continue;
      }
      const { id } = await clerk.post<{ id: string }>('/v1/trade-offers', request);
      const path = `/v1/trade-offers/${id}`;
      if (n % 4 === 1) offer('clerk', 'POST', `${path}/acceptance`);
      else offer('clerk', 'POST', `${path}/${n % 4 === 2 ? 'refusal' : 'withdrawal'}`, { reason: '舱位已满' });
    }
  }

  function buyerCodes(): void {
    offer('clerk', 'POST', `/v1/entities/${idOf('B1')}/buyer-code`);
  }

  /**
   * Rates of the month that one operator has submitted, for another to publish: of those that wait, the first alone can be.
   */
  async function referenceVersions(): Promise<void> {
    const author = await as(callerOf('operator', undefined, 'author'));
    const month = today.slice(0, 7);
    const version = { from: `${month}-01`, source: '试验', rows: [ratesRow(month)] };
    offer('operator', 'POST', '/v1/reference/rates/versions', version);
    const { version: no } = await author.post<{ version: number }>('/v1/reference/rates/versions', version);
    offer('operator', 'POST', `/v1/reference/rates/versions/${no}/publication`);
  }

  /** Trades to be consolidated, planned consolidations to be confirmed, confirmed ones to be amended and printed. */
  async function consolidations(): Promise<void> {
    const [seed] = seeds('consolidation');
    const cutoffAt = new Date(host.now().getTime() + 30 * DAY_MS).toISOString();
    const form = seeds('trades').find(({ key }) => key === 'T3')?.body;
    const trade = resolved(form, idOf) as { lines: { cartons: unknown }[] };
    const lines = trade.lines.map(({ cartons }, at) => ({ lineNo: at + 1, cartons }));
    for (let n = 0; n < 2 * SPARE; n += 1) {
      const { id } = await clerk.post<{ id: string }>('/v1/trades', trade);
      const request = {
        ...(resolved({ ...seed?.body, tradeKeys: [] }, idOf) as object),
        tradeIds: [id],
        cutoffAt,
        options: { seconds: 0.1 },
      };
      if (n < 4) {
        offer('clerk', 'PUT', `/v1/trades/${id}/measures`, { lines });
        continue;
      }
      if (n < 8) {
        offer('clerk', 'POST', '/v1/consolidations', request);
        continue;
      }
      const { id: consolidation } = await eventually(`trade ${id} to be known`, async () => {
        const { status, body } = await clerk.send('POST', '/v1/consolidations', request);
        return status === 202 ? (body as { id: string }) : undefined;
      });
      const path = `/v1/consolidations/${consolidation}`;
      await statusIs(path, 'PLANNED', clerk);
      const { containers } = await clerk.get<{ containers: { no: number }[] }>(path);
      const loaded = containers.map(({ no }) => ({
        no,
        containerNumber: containerNumber(10 * n + no),
        sealNumber: `CQDZ0007${10 * n + no}`,
      }));
      if (n % 3 === 0) offer('clerk', 'POST', `${path}/confirmation`, { containers: loaded });
      else if (n % 3 === 1) {
        offer('clerk', 'POST', `${path}/amendments`, { reason: '换箱型', containers: [{ no: 1, type: '22G1' }] });
      } else {
        const asLoaded = loaded.map(({ no: _no, ...one }) => ({ ...one, type: '22G1' }));
        offer('clerk', 'POST', `${path}/packing`, { containers: asLoaded.slice(0, 1) });
      }
    }
  }

  /** Sheets with a ZIP of papers, to be announced, read and taken back. */
  async function sheetsWithPapers(): Promise<void> {
    const zip = archive([{ name: '2-营业执照.jpg', content: jpeg('执照') }]);
    const told = { fileName: '材料.zip', size: zip.length, sha256: createHash('sha256').update(zip).digest('hex') };
    for (let n = 0; n < SPARE; n += 1) {
      const sheet = csvSheet(merchants(1, 8100 + n)).toString();
      const { body: batch } = await clerk.send('POST', '/v1/filing-batches', sheet, { 'Content-Type': 'text/csv' });
      const bundles = `/v1/filing-batches/${batch.id}/bundles`;
      if (n % 4 === 0) {
        offer('clerk', 'POST', bundles, told);
        continue;
      }
      const { id, upload } = await clerk.post<{ id: string; upload: { url: string; headers: Record<string, string> } }>(
        bundles,
        told,
      );
      await fetch(upload.url, { method: 'PUT', headers: upload.headers, body: new Uint8Array(zip) });
      offer('clerk', 'POST', `${bundles}/${id}/${n % 2 === 0 ? 'removal' : 'reading'}`);
    }
  }

  /** Webhooks, of which some have a message that was held while they were paused. */
  async function webhooks(): Promise<void> {
    const form = { url: 'https://hooks.invalid/in', events: ['FilingChanged'] };
    for (let n = 0; n < SPARE; n += 1) {
      const { id } = await clerk.post<{ id: string }>('/v1/webhooks', form);
      const path = `/v1/webhooks/${id}`;
      offer('clerk', 'PUT', path, { ...form, status: 'ACTIVE' });
      for (const deed of ['secret-rotation', 'ping', 'redrive', 'deletion']) offer('clerk', 'POST', `${path}/${deed}`);
      if (n > 2) continue;
      const { body: paused } = await clerk.send('PUT', path, { ...form, status: 'PAUSED' }, { 'If-Match': '"1"' });
      await clerk.post('/v1/filings', merchantSample(740 + n));
      const held = await eventually(`${id} to hold a message`, async () => {
        const { items } = await clerk.get<{ items: { id: string }[] }>(`${path}/deliveries?status=HELD`);
        return items[0]?.id;
      });
      const version = { 'If-Match': `"${(paused as { version: number }).version}"` };
      await clerk.send('PUT', path, { ...form, status: 'ACTIVE' }, version);
      offer('clerk', 'POST', `/v1/webhook-deliveries/${held}/redrive`);
    }
  }
}
