import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { beforeAll, describe, expect, it } from 'vitest';
import { build } from '../../../functions/portal/api.ts';
import { PORTAL_VARIABLES } from '../../../functions/portal/variables.ts';
import { awsRuntime } from '../../../functions/shared/runtime.ts';
import { useFolder } from '../../kit/folder.ts';

const folder = useFolder();

beforeAll(() => {
  mkdirSync(join(folder, 'dist/assets'), { recursive: true });
  writeFileSync(join(folder, 'secret.html'), 'not of the portal');
  writeFileSync(join(folder, 'dist/index.html'), '<head><base href="./" /></head>');
  writeFileSync(join(folder, 'dist/icon.svg'), '<svg/>');
  writeFileSync(join(folder, 'dist/assets/main-1a2b.js'), 'export {}');
  writeFileSync(join(folder, 'dist/assets/main-1a2b.js.map'), '{}');
});

const handler = (publicUrl = 'https://api.example.cn/live') =>
  build(
    { ...awsRuntime({ REGISTRY_TABLE: 'registry', AUDIT_TABLE: 'audit' }), publicUrl: () => publicUrl },
    {
      [PORTAL_VARIABLES.files]: join(folder, 'dist'),
      [PORTAL_VARIABLES.origins]: 'https://issuer.example.cn https://store.example.cn',
      [PORTAL_VARIABLES.issuer]: 'https://issuer.example.cn/city',
      [PORTAL_VARIABLES.clientId]: 'portal',
      [PORTAL_VARIABLES.scope]: 'openid',
    },
  );

async function get(resource: string, path?: string, publicUrl?: string): Promise<APIGatewayProxyResult> {
  const event = {
    httpMethod: 'GET',
    resource,
    path: resource.replace('{path+}', path ?? ''),
    headers: {},
    queryStringParameters: null,
    pathParameters: path === undefined ? null : { path },
    requestContext: { requestId: 'one', authorizer: null },
  } as unknown as APIGatewayProxyEvent;
  return handler(publicUrl)(event, {} as never);
}

const file = (path: string, publicUrl?: string) => get('/portal/{path+}', path, publicUrl);

const text = ({ body, isBase64Encoded }: APIGatewayProxyResult): string =>
  isBase64Encoded ? Buffer.from(body, 'base64').toString() : body;

describe('the portal as it is handed out', () => {
  it.each([
    ['https://api.example.cn/live', '/live/portal/'],
    ['https://api.example.cn', '/portal/'],
    ['http://localhost:3000/', '/portal/'],
  ])('says in its page where it is mounted, %s', async (publicUrl, base) => {
    for (const answer of [await get('/portal', undefined, publicUrl), await file('filing/review', publicUrl)]) {
      expect(answer.statusCode).toBe(200);
      expect(text(answer)).toBe(`<head><base href="${base}" /></head>`);
      expect(answer.headers).toMatchObject({ 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-cache' });
    }
  });

  it('lets its page call the API, the issuer and the documents’ store, and nobody else', async () => {
    const policy = String((await get('/portal')).headers?.['Content-Security-Policy']);
    expect(policy).toContain("connect-src 'self' https://issuer.example.cn https://store.example.cn;");
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("require-trusted-types-for 'script'");
    expect(policy).not.toMatch(/unsafe|\*/);
  });

  it('hands out built files, those named by their content for good', async () => {
    const script = await file('assets/main-1a2b.js');
    expect(text(script)).toBe('export {}');
    expect(script.headers).toMatchObject({
      'Content-Type': 'text/javascript; charset=utf-8',
      'Cache-Control': 'public, max-age=31536000, immutable',
      'X-Content-Type-Options': 'nosniff',
    });
    expect((await file('icon.svg')).headers).toMatchObject({ 'Cache-Control': 'no-cache' });
  });

  it.each([
    'assets/main-0000.js',
    'assets/main-1a2b.js.map',
    '../secret.html',
    'assets/../../secret.html',
    '/etc/hosts.js',
  ])('has no file %s', async (path) => {
    const answer = await file(path);
    expect(answer.statusCode).toBe(404);
    expect(text(answer)).not.toContain('not of the portal');
  });

  it('answers its page, not a file of another name, for what has no ending', async () => {
    expect(text(await file('../secret'))).toContain('<base');
  });

  it('says where people sign in', async () => {
    expect(JSON.parse(text(await get('/portal/config.json')))).toEqual({
      issuer: 'https://issuer.example.cn/city',
      clientId: 'portal',
      scope: 'openid',
      home: 'https://api.example.cn/live/portal/',
    });
  });
});
