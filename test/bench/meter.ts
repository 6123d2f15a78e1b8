import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { LOADS } from '../../functions/shared/reference/reference.ts';
import { listen } from '../../infra/local/listen.ts';

/** Capacity units as DynamoDB itself reports them, summed since the last reset. */
export interface Units {
  read: number;
  write: number;
}

export interface Meter {
  readonly endpoint: string;
  readonly units: Units;
  /** Calls of the tables by operation, e.g. `GetItem`, since the last reset; those that failed too. */
  readonly calls: ReadonlyMap<string, number>;
  reset(): void;
  close(): Promise<void>;
}

const METERED =
  /DynamoDB_20120810\.(GetItem|BatchGetItem|Query|TransactGetItems|PutItem|UpdateItem|DeleteItem|BatchWriteItem|TransactWriteItems)$/;
const READS = /\.(GetItem|BatchGetItem|Query|TransactGetItems)$/;

/** A proxy before the engine that asks it for consumed capacity and adds it up. */
export async function meter(target: string): Promise<Meter> {
  const units: Units = { read: 0, write: 0 };
  const calls = new Map<string, number>();
  const forward = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const operation = String(request.headers['x-amz-target'] ?? '');
    const sent = Buffer.concat(chunks).toString();
    const [, called] = METERED.exec(operation) ?? [];
    // What reference data was loaded is asked by the clock, for whoever comes next: it is of no record.
    const metered = called !== undefined && !sent.includes(`"${LOADS}"`);
    if (metered) calls.set(called, (calls.get(called) ?? 0) + 1);
    const answer = await fetch(target + (request.url ?? '/'), {
      method: request.method ?? 'POST',
      headers: Object.entries(request.headers)
        .filter(([name]) => name !== 'content-length' && name !== 'host' && name !== 'connection')
        .map(([name, value]) => [name, String(value)] as [string, string]),
      ...(request.method === 'GET' ? {} : { body: metered ? withCapacity(sent) : sent }),
    });
    const text = await answer.text();
    if (metered && answer.ok) {
      const consumed = (JSON.parse(text) as { ConsumedCapacity?: Capacity | Capacity[] }).ConsumedCapacity ?? [];
      for (const one of [consumed].flat()) units[READS.test(operation) ? 'read' : 'write'] += one.CapacityUnits ?? 0;
    }
    response.writeHead(answer.status, { 'Content-Type': 'application/x-amz-json-1.0' }).end(text);
  };
  const server = await listen(
    createServer((request, response) => void forward(request, response)),
    0,
  );
  return {
    endpoint: server.url,
    units,
    calls,
    reset: () => {
      Object.assign(units, { read: 0, write: 0 });
      calls.clear();
    },
    close: () => server.close(),
  };
}

interface Capacity {
  CapacityUnits?: number;
}

const withCapacity = (body: string): string =>
  JSON.stringify({ ...(JSON.parse(body) as object), ReturnConsumedCapacity: 'TOTAL' });
