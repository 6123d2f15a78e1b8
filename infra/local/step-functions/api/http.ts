import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { isForeignPage } from '../../foreign-page.ts';
import { ServiceError } from '../errors.ts';
import type { Executions } from '../executions.ts';
import { operations } from './operations.ts';

const TARGET = /^AWSStepFunctions\.(\w+)$/;
/** The service takes requests of up to 1 MB; every payload within is shorter. */
const MAX_BODY_BYTES = 1024 * 1024;

/**
 * The Step Functions API, AWS JSON 1.0: each request is a POST that names its operation in `X-Amz-Target`. Signatures are
 * not checked. A web page cannot call it, because browsers do not send that header to another origin unasked; one that made
 * its own name lead here is refused by that name.
 */
export const apiServer = (executions: Executions): Server =>
  createServer((request, response) => {
    void answer(executions, request).then(({ status, body }) => {
      response
        .writeHead(status, { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-requestid': randomUUID() })
        .end(JSON.stringify(body));
    });
  });

async function answer(executions: Executions, request: IncomingMessage): Promise<{ status: number; body: object }> {
  try {
    if (isForeignPage(request)) return refusal(403, 'AccessDeniedException', 'not for a web page of another origin');
    const name = TARGET.exec(String(request.headers['x-amz-target']))?.[1] ?? '';
    const operation = Object.hasOwn(operations, name) ? operations[name] : undefined;
    if (!operation) throw new ServiceError('UnknownOperationException', `there is no operation ${name}`);
    return { status: 200, body: operation(executions, JSON.parse(await bodyOf(request))) };
  } catch (fault) {
    if (fault instanceof ServiceError) return refusal(400, `com.amazonaws.states#${fault.name}`, fault.message);
    if (fault instanceof SyntaxError) return refusal(400, 'SerializationException', fault.message);
    return refusal(500, 'InternalServerError', String(fault));
  }
}

const refusal = (status: number, __type: string, message: string) => ({ status, body: { __type, message } });

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > MAX_BODY_BYTES) throw new ServiceError('ValidationException', 'the request is longer than 1 MB');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}
