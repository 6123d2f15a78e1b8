import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { startHost } from '../../infra/local/host.ts';
import { storyOnce } from '../../infra/local/story/once.ts';
import { merchantSample } from '../functions/filing/samples.ts';
import { client } from '../kit/client.ts';
import { officeReadings, readings } from '../kit/frozen.ts';
import { until } from '../kit/until.ts';
import { offices } from './offices.ts';

/**
 * `node test/data/freeze.ts $(git rev-parse --short HEAD)`: leaves a data folder as this commit writes it, and what it
 * answers of it, for the releases to come (`test/data/README.md`): the sample chain, a filing that waits for its review,
 * one that was returned, and what offices, parties and a market keep.
 */
const [commit] = process.argv.slice(2);
if (!commit) throw new Error('name the commit');
const dataDir = mkdtempSync(join(tmpdir(), 'freeze-'));
const host = await startHost({ port: 0, stepFunctionsPort: 0, dataDir });
await storyOnce(host, { dataDir, story: true });

const as = async (role: 'clerk' | 'reviewer') =>
  client(host.url, await host.tokens.issue({ sub: `frozen-${role}`, role, districtId: '500111' }));
const [clerk, reviewer] = [await as('clerk'), await as('reviewer')];
const waits = async (n: number, status: string, decision?: string): Promise<void> => {
  const { id } = await clerk.post<{ id: string }>('/v1/filings', merchantSample(n));
  const isNow = (wanted: string) =>
    until(`${id} to be ${wanted}`, async () => {
      const { status: now } = await clerk.get<{ status: string }>(`/v1/filings/${id}`);
      return now === wanted || undefined;
    });
  await isNow('PENDING_REVIEW');
  if (decision) await reviewer.decide(`/v1/filings/${id}/decision`, { decision, reasons: ['照片不清晰，请重新提供'] });
  await isNow(status);
};
await waits(901, 'PENDING_REVIEW');
await waits(902, 'RETURNED', 'RETURN');
await offices(host);
await until('all messages to be carried', async () => {
  const { outboxLagSeconds } = await clerk.get<{ outboxLagSeconds: number }>('/health');
  return outboxLagSeconds < 1 || undefined;
});

const folder = join(import.meta.dirname, `frozen-${commit}`);
mkdirSync(folder, { recursive: true });
const answered = JSON.stringify({ ...(await readings(host)), ...(await officeReadings(host)) });
const leftAt = host.now().toISOString();
await host.close();
writeFileSync(join(folder, 'offices.readings.json.gz'), gzipSync(answered, { level: 9 }));
writeFileSync(join(folder, 'left-at'), `${leftAt}\n`);
const kept = ['events.sqlite', 'registry.sqlite', 'step-functions.sqlite'];
writeFileSync(
  join(folder, 'offices.tar.gz'),
  gzipSync(execFileSync('tar', ['cf', '-', '-C', dataDir, ...kept], { maxBuffer: 1e9 }), { level: 9 }),
);
rmSync(dataDir, { recursive: true, force: true });
process.exit(0);
