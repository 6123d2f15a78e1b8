import { describe, expect, it } from 'vitest';
import { signedIn } from '../kit/client.ts';
import { useFolder } from '../kit/folder.ts';
import { type HostProcess, launch, printed, startProcess } from '../kit/process.ts';

const dataDir = useFolder();

const start = (args: string[] = []) => startProcess(dataDir, {}, args);

async function counts(host: HostProcess) {
  const clerk = await signedIn(host, 'clerk');
  const lengths = ['filings', 'entities', 'goods', 'trades', 'consolidations'].map(
    async (list) => (await clerk.get<{ items: unknown[] }>(`/v1/${list}?limit=100`)).items.length,
  );
  return Promise.all(lengths);
}

describe('a story that is cut off', () => {
  it('is told to its end by the next starts, each thing once, and then no more', async () => {
    for (const line of ['filed and approved', 'trade T2']) {
      const killed = launch(dataDir);
      await printed(killed, line);
      await killed.kill('SIGKILL');
    }

    const quiet = await start(['--no-story']);
    expect(quiet.output()).not.toContain('·');
    await quiet.kill('SIGTERM');

    const whole = await start();
    expect(whole.output()).toContain('3 trades, 13 lines, USD 123,000');
    expect(await counts(whole)).toEqual([9, 9, 13, 3, 1]);
    await whole.kill('SIGTERM');

    const again = await start();
    expect(again.output()).toContain('the registry has its data; the sample chain is not run');
    expect(again.output()).not.toContain('·');
    expect(await counts(again)).toEqual([9, 9, 13, 3, 1]);
    await again.kill('SIGTERM');
  });
});
