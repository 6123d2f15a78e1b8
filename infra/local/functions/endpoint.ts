import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { isForeignPage } from '../foreign-page.ts';
import { type Listening, listen } from '../listen.ts';
import type { FunctionError } from './errors.ts';

/**
 * Lambda's Invoke API on a local port, for functions that are clients of others through the SDK. Signatures are not checked,
 * so a web page must not reach it: it needs no more than a plain POST.
 */
export async function invokeEndpoint(
  invoke: (functionName: string, payload: unknown) => Promise<unknown>,
): Promise<Listening> {
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (isForeignPage(request)) return void response.writeHead(403).end();
    const name = /^\/2015-03-31\/functions\/([\w-]+)\/invocations$/.exec(request.url ?? '')?.[1] ?? '';
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    try {
      const result = await invoke(name, JSON.parse(Buffer.concat(chunks).toString() || 'null'));
      response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(result ?? null));
    } catch (error) {
      const { name: errorType, message: errorMessage } = error as FunctionError;
      response
        .writeHead(200, { 'Content-Type': 'application/json', 'X-Amz-Function-Error': 'Unhandled' })
        .end(JSON.stringify({ errorType, errorMessage }));
    }
  };
  return listen(
    createServer((request, response) => void answer(request, response)),
    0,
  );
}
