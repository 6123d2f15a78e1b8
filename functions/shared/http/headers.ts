import type { APIGatewayProxyEvent } from 'aws-lambda';

/** A request header by its lower-case name, however the client wrote it. */
export function header(event: APIGatewayProxyEvent, name: string): string | undefined {
  const entry = Object.entries(event.headers ?? {}).find(([key]) => key.toLowerCase() === name);
  return entry?.[1];
}

/** What is sane as the name of what one request causes. */
export const CORRELATION_ID = /^[\w.:@-]{1,100}$/;

/** The client's own `X-Correlation-Id` where it is sane, else the gateway's request id. */
export function correlationId(event: APIGatewayProxyEvent): string {
  const given = header(event, 'x-correlation-id');
  return given !== undefined && CORRELATION_ID.test(given) ? given : event.requestContext.requestId;
}
