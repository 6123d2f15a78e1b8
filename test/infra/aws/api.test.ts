import { describe, expect, it } from 'vitest';
import { PROBLEMS, type ProblemCode } from '../../../functions/shared/http/problem.ts';
import { manifest, Templates } from './kit.ts';

const templates = new Templates();
const functions = templates.functions();
const [stage] = templates.of('AWS::ApiGateway::Stage');

/** The path of an API Gateway resource, from its parents. */
function pathOf(id: string): string {
  const found = templates.of('AWS::ApiGateway::Resource').find((one) => one.id === id);
  return found ? `${pathOf(found.Properties.ParentId.Ref)}/${found.Properties.PathPart}` : '';
}

describe('the API', () => {
  it('has each route of the manifest, behind the authorizer where it has roles, and no other', () => {
    const deployed = templates.of('AWS::ApiGateway::Method').map(({ Properties }) => ({
      route: `${Properties.HttpMethod} ${pathOf(Properties.ResourceId.Ref)}`,
      token: Properties.AuthorizationType === 'CUSTOM' && Properties.AuthorizerId !== undefined,
      proxied: Properties.Integration.Type,
      function: JSON.stringify(Properties.Integration.Uri),
    }));
    const wanted = manifest.routes.map((route) => ({
      route: `${route.endpoint.method} ${route.endpoint.path}`,
      token: route.endpoint.roles.length > 0,
      proxied: 'AWS_PROXY',
      function: expect.stringContaining(`"${functions.get(route.function)?.id}"`),
    }));
    expect(deployed).toHaveLength(wanted.length);
    expect(deployed).toEqual(expect.arrayContaining(wanted));
  });

  it('lets nobody in without a token but to certificates, to health and to the contract', () => {
    const open = manifest.routes.filter(({ endpoint }) => endpoint.roles.length === 0);
    expect(open.map(({ endpoint }) => endpoint.path)).toEqual([
      '/certificates/{signature}',
      '/certificate-keys',
      '/health',
      '/openapi.json',
    ]);
  });

  it('hands every body over byte for byte, and answers files as files', () => {
    const [rest] = templates.of('AWS::ApiGateway::RestApi');
    expect(rest?.Properties.BinaryMediaTypes).toEqual(['*/*']);
  });

  it('asks the authorizer for tokens again after a minute', () => {
    const [authorizer, ...others] = templates.of('AWS::ApiGateway::Authorizer');
    expect(others).toEqual([]);
    expect(authorizer?.Properties).toMatchObject({ Type: 'TOKEN', AuthorizerResultTtlInSeconds: 60 });
    const pattern = new RegExp(authorizer?.Properties.IdentityValidationExpression);
    expect(pattern.test('Bearer eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJhIn0.c2ln_-A')).toBe(true);
    expect(pattern.test('Basic dXNlcjpwYXNz')).toBe(false);
  });

  it('may call each function that answers, and the authorizer', () => {
    const allowed = templates
      .of('AWS::Lambda::Permission')
      .filter(({ Properties }) => Properties.Principal === 'apigateway.amazonaws.com')
      .map(({ Properties }) => Properties.FunctionName['Fn::GetAtt'][0]);
    const answering = new Set(['Authorizer', ...manifest.routes.map((route) => route.function)]);
    expect(allowed).toHaveLength(answering.size);
    expect(new Set(allowed)).toEqual(new Set([...answering].map((name) => functions.get(name)?.id)));
  });

  it('logs each request as JSON without anything of the person', () => {
    const format = JSON.parse(stage?.Properties.AccessLogSetting.Format);
    expect(format).toMatchObject({ requestId: '$context.requestId', status: '$context.status' });
    expect(JSON.stringify(format)).not.toMatch(/identity|header|principal|claims|querystring|authorizer\.(?!latency)/i);
    for (const settings of stage?.Properties.MethodSettings ?? []) {
      expect(settings).toMatchObject({ DataTraceEnabled: false, LoggingLevel: 'ERROR' });
    }
  });

  it('throttles the stage, and each creating route more', () => {
    const settings: { ResourcePath: string; HttpMethod: string; ThrottlingRateLimit: number }[] =
      stage?.Properties.MethodSettings;
    const whole = settings.find((one) => one.ResourcePath === '/*');
    const creating = settings.filter((one) => one !== whole);
    expect(whole?.ThrottlingRateLimit).toBeGreaterThan(0);
    expect(
      creating.map((one) => `${one.HttpMethod} ${one.ResourcePath.slice(1).replaceAll('~1', '/')}`).sort(),
    ).toEqual(
      manifest.routes
        .filter(({ endpoint }) => endpoint.idempotent)
        .map(({ endpoint }) => `${endpoint.method} ${endpoint.path}`)
        .sort(),
    );
    for (const one of creating) expect(one.ThrottlingRateLimit).toBeLessThan(whole?.ThrottlingRateLimit ?? 0);
  });

  it('stands behind the firewall, which lets large declarations pass', () => {
    const [association] = templates.of('AWS::WAFv2::WebACLAssociation');
    expect(JSON.stringify(association?.Properties.ResourceArn)).toContain(`"${stage?.id}"`);
    const [list] = templates.of('AWS::WAFv2::WebACL');
    expect(JSON.stringify(list?.Properties.Rules)).toContain(
      '{"ActionToUse":{"Count":{}},"Name":"SizeRestrictions_BODY"}',
    );
    expect(list?.Properties.VisibilityConfig.SampledRequestsEnabled).toBe(false);
  });
});

describe('what the gateway answers in a function’s stead', () => {
  const answers = templates.of('AWS::ApiGateway::GatewayResponse');

  it.each(answers)('$Properties.ResponseType is a problem of the contract', ({ Properties }) => {
    const template: string = Properties.ResponseTemplates['application/json'];
    const problem = JSON.parse(
      template.replace('$context.path', '/live/v1').replace('$context.requestId', 'request-1'),
    );
    const [status, title] = PROBLEMS[problem.code as ProblemCode];
    expect(Properties.StatusCode).toBe(String(status));
    expect(problem).toEqual({
      type: `urn:market-procurement-registry:problem:${problem.code}`,
      title,
      status,
      detail: expect.stringMatching(/\p{Script=Han}/u),
      instance: '/live/v1',
      code: problem.code,
      correlationId: 'request-1',
      errors: [],
    });
    expect(template.match(/\$/g)).toHaveLength(2);
    expect(Properties.ResponseParameters['gatewayresponse.header.Cache-Control']).toBe("'no-store'");
    expect(Properties.ResponseParameters['gatewayresponse.header.Content-Type']).toBe(
      "'application/problem+json; charset=utf-8'",
    );
  });

  it('answers 404 where no route is, 401 without a token, 413, 415 and 429', () => {
    expect(
      Object.fromEntries(answers.map(({ Properties }) => [Properties.ResponseType, Properties.StatusCode])),
    ).toMatchObject({
      MISSING_AUTHENTICATION_TOKEN: '404',
      RESOURCE_NOT_FOUND: '404',
      UNAUTHORIZED: '401',
      ACCESS_DENIED: '403',
      REQUEST_TOO_LARGE: '413',
      UNSUPPORTED_MEDIA_TYPE: '415',
      THROTTLED: '429',
      DEFAULT_4XX: '400',
      DEFAULT_5XX: '500',
    });
  });
});
