import { describe, expect, it } from 'vitest';
import { healthyUntil } from '../host/healthy.ts';
import { clerk } from '../kit/call.ts';
import { useHost } from '../kit/host.ts';
import { HOSTILE_MESSAGES, HOSTILE_SHEETS } from '../kit/hostile.ts';
import { longestTurn } from '../kit/processor-time.ts';

const registry = useHost();

const HARDEST_SHEETS = [
  'a million empty rows in 10 KB',
  'a million cells in one row',
  '60 MB of blanks',
  'a CSV of nothing but commas',
].map((name) => HOSTILE_SHEETS[name]!);

describe('files that were made to take long', () => {
  const upload = (path: string, type: string, body: Buffer | string) =>
    registry.send(clerk(), 'POST', path, body, { 'Content-Type': type });

  it('all at once are answered each, and so is everybody else meanwhile', async () => {
    const octets = 'application/octet-stream';
    const sheets = HARDEST_SHEETS.map((make) => make());
    const messages = Object.values(HOSTILE_MESSAGES).map((make) => make());
    let answered = 0;
    const { answer: replies, seconds } = await longestTurn(async () => {
      const all = Promise.all([
        ...sheets.map((sheet) => upload('/v1/imports?kind=trade-lines', octets, sheet)),
        ...sheets.map((sheet) => upload('/v1/filing-batches', octets, sheet)),
        ...messages.map((message) => upload('/v1/interchange/gzsw', 'application/xml', message)),
      ]);
      answered = await healthyUntil(registry.host.url, all);
      return all;
    });
    expect(answered).toBeGreaterThan(5);
    for (const { status, body } of replies) {
      // A message that can be read, however long it took to write, is answered by its receipt.
      if (status === 200) expect(body.result).toBe(0);
      else expect([400, 413, 503], JSON.stringify(body)).toContain(status);
      if (status === 503) expect(body.code).toBe('BUSY');
    }
    // Before, one of them held everybody up for 5 to 47 seconds.
    expect(seconds).toBeLessThan(1);
  });
});
