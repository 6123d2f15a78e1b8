import { createServer, type IncomingMessage } from 'node:http';
import { isForeignPage } from './foreign-page.ts';
import { readBody } from './gateway/body.ts';
import { type Listening, listen } from './listen.ts';

/** The operations of a service by their names in `X-Amz-Target`; undefined where there is nothing of what is asked for. */
export type Operations = Readonly<Record<string, (asked: Readonly<Record<string, string>>) => object | undefined>>;

/** A service of AWS that speaks its JSON protocol 1.1, on any port of the loopback, for the functions of this host alone. */
export const jsonService = (operations: Operations): Promise<Listening> => {
  const answer = async (request: IncomingMessage): Promise<object | undefined> => {
    const asked = JSON.parse((await readBody(request)).toString()) as Record<string, string>;
    return operations[String(request.headers['x-amz-target'])]?.(asked);
  };
  return listen(
    createServer((request, response) => {
      if (isForeignPage(request)) {
        response.writeHead(403).end();
        return;
      }
      answer(request).then(
        (reply) =>
          response
            .writeHead(reply ? 200 : 400, { 'Content-Type': 'application/x-amz-json-1.1' })
            .end(JSON.stringify(reply ?? { __type: 'ResourceNotFoundException' })),
        () => response.destroy(),
      );
    }),
    0,
  );
};
