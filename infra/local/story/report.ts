import { client } from './client.ts';
import type { Made } from './story.ts';

interface Entity {
  name: string;
  kind: string;
  filingNumber: string;
}
interface Trade {
  lineCount: number;
  totalUsd: { amount: string };
}
interface Consolidation {
  consolidationNumber?: string;
  status: string;
  containers: {
    no: number;
    type: string;
    containerNumber?: string;
    volumeUtilisation: number;
    payloadUtilisation: number;
    placements: unknown[];
  }[];
  declarations: {
    no: number;
    totalUsd: { amount: string };
    lines: { hsCode: string; name: string; amount: { amount: string }; mergedFrom: unknown[] }[];
  }[];
}
interface Credit {
  score: number;
  grade: string;
}

/** What the sample chain left in the registry, read back over the API. */
export async function report(url: string, token: string, made: Made): Promise<string> {
  const api = client(url, token);
  const of = (kind: string): [key: string, id: string][] => [...made].filter(([, id]) => id.startsWith(`${kind}-`));
  const read = <T>(kind: string, path: string): Promise<T[]> =>
    Promise.all(of(kind).map(([, id]) => api.get<T>(`${path}/${id}`)));

  const trades = await read<Trade>('trade', '/v1/trades');
  const lines = trades.reduce((sum, trade) => sum + trade.lineCount, 0);
  const cents = trades.reduce((sum, trade) => sum + Math.round(Number(trade.totalUsd.amount) * 100), 0);
  const out = [`\n${trades.length} trades, ${lines} lines, USD ${(cents / 100).toLocaleString('en-US')}`];

  for (const one of await read<Consolidation>('consolidation', '/v1/consolidations')) {
    out.push(`consolidation ${one.consolidationNumber ?? ''} ${one.status}`);
    for (const box of one.containers) {
      out.push(
        `  container ${box.no} ${box.type} ${box.containerNumber ?? ''}: ${box.placements.length} cartons, ` +
          `${percent(box.volumeUtilisation)} of the volume, ${percent(box.payloadUtilisation)} of the payload`,
      );
    }
    for (const declaration of one.declarations) {
      out.push(
        `  declaration ${declaration.no}: ${declaration.lines.length} lines, USD ${declaration.totalUsd.amount}`,
      );
      for (const line of declaration.lines) {
        const merged = line.mergedFrom.length > 1 ? `  (${line.mergedFrom.length} merged)` : '';
        out.push(`    ${line.hsCode} ${line.amount.amount.padStart(10)} ${line.name}${merged}`);
      }
    }
  }
  out.push('party                                     filing number            score grade');
  for (const [key, id] of of('entity')) {
    const entity = await api.get<Entity>(`/v1/entities/${id}`);
    const credit = await api.get<Credit>(`/v1/entities/${id}/credit`);
    out.push(
      `  ${key.padEnd(4)} ${entity.filingNumber.padEnd(22)} ${String(credit.score).padStart(4)} ${credit.grade}   ${entity.kind} ${entity.name}`,
    );
  }
  return out.join('\n');
}

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
