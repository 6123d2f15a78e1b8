import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { CACHE_MS } from '../../../functions/shared/reference/reference.ts';
import { xlsxOf } from '../../../functions/shared/sheet/sheet.ts';
import { clerk, operator } from '../../kit/call.ts';
import { useFolder } from '../../kit/folder.ts';
import { idOf } from '../../kit/ids.ts';
import { loadCommand } from '../../kit/process.ts';
import { registry } from './host.ts';

describe('npm run -s load', () => {
  const folder = useFolder();
  const tokens = { author: '', publisher: '', clerk: '' };
  beforeAll(async () => {
    const { tokens: issuer } = registry.host;
    tokens.author = await issuer.issue({ ...operator(), sub: 'operator-author' });
    tokens.publisher = await issuer.issue({ ...operator(), sub: 'operator-publisher' });
    tokens.clerk = await issuer.issue(clerk());
  });

  const load = (who: keyof typeof tokens, ...args: string[]) =>
    loadCommand({ REGISTRY_URL: registry.host.url, OPERATOR_TOKEN: tokens[who] }, ...args);
  const file = (name: string, content: string | Buffer): string => {
    const path = join(folder, name);
    writeFileSync(path, content);
    return path;
  };
  const OF = ['--source', '海关总署公告', '--from', '2026-01-01'];

  /** What goods in a unit are refused for, beside the merchant that there is not. */
  const refusedUnit = async (): Promise<boolean> => {
    const form = {
      merchantId: idOf('entity', 999),
      nameZh: '抹泥刀',
      hsCode: '8205590000',
      specification: '碳钢',
      brand: { type: 'NONE' },
      dealUnit: '995',
      legalUnit: '035',
    };
    const { body } = await registry.send(clerk(), 'POST', '/v1/goods', form);
    return body.errors.some(({ code }: { code: string }) => code === 'UNKNOWN_UNIT');
  };

  it('shows what a sheet would change, and has another operator put it in force in functions that run', async () => {
    expect(await refusedUnit()).toBe(true);
    const sheet = file('units.csv', '\uFEFFcode,name\r\n995,蒲包\r\n007,个\r\n');
    const drafted = await load('author', 'units', sheet, ...OF);
    expect([drafted.code, drafted.output], drafted.output).toEqual([0, expect.stringContaining('1 added, 0 changed')]);
    expect(drafted.output).toContain('+ 995 from 2026-01-01');
    const version = /--publish (\d+)/.exec(drafted.output)?.[1] ?? '';

    const own = await load('author', 'units', '--publish', version);
    expect([own.code, own.output]).toEqual([1, expect.stringContaining('不能由提交人自己发布')]);
    const done = await load('publisher', 'units', '--publish', version);
    expect([done.code, done.output], done.output).toEqual([0, expect.stringContaining('is published')]);
    const twice = await load('publisher', 'units', '--publish', version);
    expect([twice.code, twice.output]).toEqual([1, expect.stringContaining('已发布，不能再改')]);

    const health = await fetch(registry.host.url + '/health');
    const now = new Date(Date.parse(health.headers.get('date') ?? '') + 2 * CACHE_MS).toISOString();
    await registry.send(undefined, 'POST', '/dev/clock', { now });
    expect(await refusedUnit()).toBe(false);
  });

  it('reads numbers, fields within fields and codes with zeros of a workbook as their list takes them', async () => {
    const rows = [
      ['month', 'usdPerUnit.CNY', 'usdPerUnit.EUR'],
      ['2026-05', '0.1412', '1.0931'],
    ];
    const path = file('rates.xlsx', await xlsxOf([{ name: '折算率', rows, widths: [10, 16, 16] }]));
    const { code, output } = await load('author', 'rates', path, '--source', '折算率表', '--from', '2026-05-01');
    expect([code, output], output).toEqual([0, expect.stringContaining('0 added, 1 changed')]);
    expect(output).toContain('"CNY":"0.1412","EUR":"1.0931"');
  });

  it('tells every fault of a file by its row, and exits with 1', async () => {
    const path = file('tariff.csv', 'hs,name,legalUnit,complete\n82,工具,,true\n8204120000,扳手,,\n820,扳手,035,\n');
    const { code, output } = await load('author', 'tariff', path, ...OF);
    expect(code).toBe(1);
    expect(output).toContain('第 2 行十位商品编号 8204120000 须有法定第一单位');
    expect(output).toContain('/rows/2/hs');
  });

  it('says what is wrong with a command, and exits with 2 where it was not told enough', async () => {
    const units = file('units.csv', 'code,name\n994,蒲包\n');
    const told = await Promise.all([
      load('clerk', 'units', units, ...OF),
      load('author', 'moon-phases', units, ...OF),
      load('author', 'units', units, '--from', '2026-01-01'),
      load('author', 'units', join(folder, 'gone.csv'), ...OF),
      loadCommand({ REGISTRY_URL: 'http://127.0.0.1:1', OPERATOR_TOKEN: 'x' }, 'units', units, ...OF),
    ]);
    expect(told.map(({ code }) => code)).toEqual([1, 1, 2, 2, 2]);
    for (const [index, text] of [
      '办理',
      '没有名为“moon-phases”的参考数据',
      '--source',
      'gone.csv',
      'does not answer',
    ].entries()) {
      expect(told[index]?.output).toContain(text);
    }
  });

  it('passes on what a gateway before the registry says in words of its own', async () => {
    const gateway = createServer((_request, response) => void response.writeHead(502).end('<h1>Bad gateway</h1>'));
    await once(gateway.listen(0), 'listening');
    const { port } = gateway.address() as AddressInfo;
    const units = file('units.csv', 'code,name\n994,蒲包\n');
    const told = await loadCommand(
      { REGISTRY_URL: `http://127.0.0.1:${port}`, OPERATOR_TOKEN: 'x' },
      'units',
      units,
      ...OF,
    );
    gateway.close();
    expect([told.code, told.output]).toEqual([1, expect.stringContaining('answers 502: <h1>Bad gateway</h1>')]);
  });
});
