import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { isServed } from '../../../infra/local/dynamodb/engine.ts';
import { useFolder } from '../../kit/folder.ts';

const folder = useFolder();

/** A command of a few words, as a process of its own. */
function running(words: string) {
  const modules = ['commands/command', 'local/dynamodb/engine'].map((name) => `./infra/${name}.ts`);
  const script = `
    const [{ command }, { startEngine }] = await Promise.all(${JSON.stringify(modules)}.map((name) => import(name)));
    await command(async () => { ${words} });`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'pipe'] });
  let complaint = '';
  child.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()));
  return { child, ended: once(child, 'close'), complaint: () => complaint };
}

it.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)('a command that is stopped by %s takes its engine with it', async (signal, status) => {
  const file = join(folder, `${signal}.sqlite`);
  const { child, ended } = running(
    `await startEngine(${JSON.stringify(file)}); process.stdout.write('started'); await new Promise((r) => setTimeout(r, 1e6));`,
  );
  await once(child.stdout, 'data');
  expect(isServed(file)).toBe(true);
  child.kill(signal);
  expect((await ended)[0]).toBe(status);
  expect(isServed(file)).toBe(false);
});

it('a command ends in silence where nobody reads any more what it prints', async () => {
  const { child, ended, complaint } = running(
    `for (let n = 0; n < 1e5; n += 1) { process.stdout.write('line\\n'); if (n % 100 === 0) await new Promise(setImmediate); }`,
  );
  await once(child.stdout, 'data');
  child.stdout.destroy();
  expect((await ended)[0]).toBe(0);
  expect(complaint()).toBe('');
});

it('a command says in one line that the disk is full', async () => {
  const { ended, complaint } = running(`throw Object.assign(new Error('no space left'), { code: 'ENOSPC' });`);
  expect((await ended)[0]).toBe(2);
  expect(complaint()).toBe('the disk is full (no space left): make room, then repeat this\n');
});
