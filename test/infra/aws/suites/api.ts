import { describe, expect, it } from 'vitest';
import { KEYED_CENTRES, usageFrom } from '../../../../functions/shared/auth/usage.ts';
import { PROBLEMS, type ProblemCode } from '../../../../functions/shared/http/problem.ts';
import type { ApiBody } from '../../../../infra/aws/api-body.ts';
import { MIN_COMPRESSED_BYTES } from '../../../../infra/manifest/compression.ts';
import { actions, manifest, standard, Templates } from '../kit.ts';

const templates = standard();
const functions = templates.functions();
const [stage] = templates.of('AWS::ApiGateway::Stage');

/** The alias by which a function is called. */
const aliasOf = (name: string) =>
  templates
    .of('AWS::Lambda::Alias')
    .find(
      ({ stack, Properties }) =>
        stack === functions.get(name)?.stack && Properties.FunctionName.Ref === functions.get(name)?.id,
    );

const [rest] = templates.of('AWS::ApiGateway::RestApi');
const body: ApiBody = rest?.Properties.Body;

interface FirewallRule {
  readonly Action?: unknown;
  readonly OverrideAction?: unknown;
  readonly Statement: {
    readonly RateBasedStatement?: unknown;
    readonly ManagedRuleGroupStatement?: {
      readonly Name: string;
      readonly RuleActionOverrides: readonly { readonly Name: string; readonly ActionToUse: unknown }[];
    };
  };
  readonly VisibilityConfig: { readonly SampledRequestsEnabled: boolean };
}

/** The rules of AWS's groups, by "Baseline rule groups" of the AWS WAF Developer Guide. */
const MANAGED = {
  AWSManagedRulesCommonRuleSet: [
    'NoUserAgent_HEADER',
    'UserAgent_BadBots_HEADER',
    'SizeRestrictions_QUERYSTRING',
    'SizeRestrictions_Cookie_HEADER',
    'SizeRestrictions_BODY',
    'SizeRestrictions_URIPATH',
    'EC2MetaDataSSRF_BODY',
    'EC2MetaDataSSRF_COOKIE',
    'EC2MetaDataSSRF_URIPATH',
    'EC2MetaDataSSRF_QUERYARGUMENTS',
    'GenericLFI_QUERYARGUMENTS',
    'GenericLFI_URIPATH',
    'GenericLFI_BODY',
    'RestrictedExtensions_URIPATH',
    'RestrictedExtensions_QUERYARGUMENTS',
    'GenericRFI_QUERYARGUMENTS',
    'GenericRFI_BODY',
    'GenericRFI_URIPATH',
    'CrossSiteScripting_COOKIE',
    'CrossSiteScripting_QUERYARGUMENTS',
    'CrossSiteScripting_BODY',
    'CrossSiteScripting_URIPATH',
  ],
  AWSManagedRulesKnownBadInputsRuleSet: [
    'JavaDeserializationRCE_HEADER',
    'JavaDeserializationRCE_BODY',
    'JavaDeserializationRCE_URIPATH',
    'JavaDeserializationRCE_QUERYSTRING',
    'Host_localhost_HEADER',
    'PROPFIND_METHOD',
    'ExploitablePaths_URIPATH',
    'Log4JRCE_HEADER',
    'Log4JRCE_QUERYSTRING',
    'Log4JRCE_BODY',
    'Log4JRCE_URIPATH',
    'ReactJSRCE_BODY',
  ],
};

describe('the API', () => {
  it('has each route of the manifest, behind the authorizer where it has roles, and no other', () => {
    const imported = Object.entries(body.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({
        route: `${method.toUpperCase()} ${path}`,
        security: operation.security,
        proxied: operation['x-amazon-apigateway-integration'].type,
        function: JSON.stringify(operation['x-amazon-apigateway-integration'].uri),
      })),
    );
    const wanted = manifest.routes.map((route) => ({
      route: `${route.endpoint.method} ${route.endpoint.path}`,
      security: route.endpoint.roles.length > 0 ? [{ tokens: [], usage: [] }] : [],
      proxied: 'aws_proxy',
      function: expect.stringContaining(
        `:function:${functions.get(route.function)?.Properties.FunctionName}:live/invocations`,
      ),
    }));
    expect(imported).toHaveLength(wanted.length);
    expect(imported).toEqual(expect.arrayContaining(wanted));
    expect(templates.of('AWS::ApiGateway::Method')).toEqual([]);
  });

  it('declares every parameter of a path, as OpenAPI 3.0 wants, and calls functions by Lambda’s own address', () => {
    expect(body.openapi).toMatch(/^3\.0\./);
    for (const [path, methods] of Object.entries(body.paths)) {
      for (const { parameters, responses, ...operation } of Object.values(methods)) {
        expect(parameters.map(({ name }) => name)).toEqual([...path.matchAll(/\{(\w+)\+?\}/g)].map(([, name]) => name));
        expect(Object.keys(responses)).toHaveLength(1);
        expect(operation['x-amazon-apigateway-integration']).toMatchObject({
          httpMethod: 'POST',
          uri: {
            'Fn::Join': [
              '',
              [
                'arn:aws:apigateway:ap-southeast-1:lambda:path/2015-03-31/functions/arn:aws:lambda:ap-southeast-1:',
                { Ref: 'AWS::AccountId' },
                expect.stringMatching(/^:function:Registry\w+Api:live\/invocations$/),
              ],
            ],
          },
        });
      }
    }
  });

  it('lets nobody in without a token but to certificates, where the centres are, the portal’s files, health and the contract', () => {
    const open = manifest.routes.filter(({ endpoint }) => endpoint.roles.length === 0);
    expect(open.map(({ endpoint }) => endpoint.path)).toEqual([
      '/certificates/{signature}',
      '/certificate-keys',
      '/centres',
      '/centres/{districtId}',
      '/portal',
      '/portal/config.json',
      '/portal/{path+}',
      '/health',
      '/openapi.json',
    ]);
  });

  it('is regional from its first import, and hands every body over byte for byte, so that files are files', () => {
    expect(rest?.Properties).toMatchObject({
      EndpointConfiguration: { Types: ['REGIONAL'] },
      Parameters: { endpointConfigurationTypes: 'REGIONAL' },
    });
    expect(body['x-amazon-apigateway-binary-media-types']).toEqual(['*/*']);
  });

  it('compresses what is no small answer, as the embedded gateway does', () => {
    expect(body['x-amazon-apigateway-minimum-compression-size']).toBe(MIN_COMPRESSED_BYTES);
  });

  it('asks the authorizer for tokens again after a minute', () => {
    const { tokens, usage, ...others } = body.components.securitySchemes;
    expect(others).toEqual({});
    expect(usage).toEqual({ type: 'apiKey', in: 'header', name: 'x-api-key' });
    expect(tokens).toMatchObject({ type: 'apiKey', in: 'header', name: 'Authorization' });
    const authorizer = tokens?.['x-amazon-apigateway-authorizer'];
    expect(authorizer).toMatchObject({ type: 'token', authorizerResultTtlInSeconds: 60 });
    expect(JSON.stringify(authorizer?.authorizerUri)).toContain(`"${functions.get('Authorizer')?.id}"`);
    const pattern = new RegExp(authorizer?.identityValidationExpression ?? '$^');
    expect(pattern.test('Bearer eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJhIn0.c2ln_-A')).toBe(true);
    expect(pattern.test('Basic dXNlcjpwYXNz')).toBe(false);
  });

  it('asks nobody for a choice of assignment: its answer holds for the token, and the header is no identity source', () => {
    const authorizer = body.components.securitySchemes['tokens']?.['x-amazon-apigateway-authorizer'];
    expect(authorizer).not.toHaveProperty('identitySource');
    expect(JSON.stringify(body)).not.toMatch(/acting-assignment/i);
    expect(authorizer?.authorizerResultTtlInSeconds).toBeLessThanOrEqual(60);
  });

  it('believes neither claims nor amr of an issuer unless the deployment says so, and lets the authorizer read accounts', () => {
    const tokens = functions.get('Authorizer');
    expect(tokens?.Properties.Environment.Variables).toMatchObject({ OIDC_CLAIMS: 'ignored', OIDC_AMR: 'ignored' });
    const allowed = (tokens ? templates.rightsOf(tokens) : [])
      .flatMap(actions)
      .filter((one) => one.startsWith('dynamodb:'));
    expect(new Set(allowed)).toEqual(new Set(['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query']));
  });

  it('may call each function that answers, and as authorizer the authorizer alone', () => {
    const allowed = templates
      .of('AWS::Lambda::Permission')
      .filter(({ Properties }) => Properties.Principal === 'apigateway.amazonaws.com')
      .map(({ Properties: { FunctionName, SourceArn } }) => {
        const [arn, ...parts] = SourceArn['Fn::Join'][1].slice(-3);
        return [FunctionName.Ref ?? FunctionName['Fn::GetAtt'][0], JSON.stringify([arn, ...parts])];
      });
    const answering = [...new Set(manifest.routes.map((route) => route.function))];
    const wanted = [...answering.map((name) => [name, '/*/*/*']), ['Authorizer', '/authorizers/*']].map(
      ([name = '', from]) => [
        name === 'Authorizer' ? functions.get(name)?.id : aliasOf(name)?.id,
        expect.stringMatching(new RegExp(`${rest?.id}.*"${from?.replaceAll('*', '\\*')}"\\]$`)),
      ],
    );
    expect(allowed).toHaveLength(wanted.length);
    expect(allowed).toEqual(expect.arrayContaining(wanted));
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

  describe('counts what each centre and each machine client asks, so that', () => {
    const plansOf = (from: typeof templates) => {
      const keys = new Map(from.of('AWS::ApiGateway::ApiKey').map(({ id, Properties }) => [id, Properties]));
      return from.of('AWS::ApiGateway::UsagePlan').map(({ id, Properties }) => ({
        ...Properties,
        keys: from
          .of('AWS::ApiGateway::UsagePlanKey')
          .filter((one) => one.Properties.UsagePlanId.Ref === id)
          .map((one) => keys.get(one.Properties.KeyId.Ref)),
      }));
    };

    it('each has a key of its own under limits of rate and day, less than the stage’s', () => {
      const [centres, ...others] = plansOf(templates);
      expect(others).toEqual([]);
      expect(centres.keys.map(({ Value }: { Value: string }) => Value).sort()).toEqual(
        KEYED_CENTRES.map((id) => `market-procurement-registry-centre-${id}`).sort(),
      );
      for (const { Enabled } of centres.keys) expect(Enabled).toBe(true);
      expect(centres.Quota).toEqual({ Limit: 1_000_000, Period: 'DAY' });
      const whole = stage?.Properties.MethodSettings.find((one: { ResourcePath: string }) => one.ResourcePath === '/*');
      expect(centres.Throttle.RateLimit).toBeLessThan(whole.ThrottlingRateLimit);
      expect(centres.Throttle.BurstLimit).toBeLessThan(whole.ThrottlingBurstLimit);
      expect(centres.ApiStages).toMatchObject([{ ApiId: { Ref: rest?.id }, Stage: { Ref: stage?.id } }]);
    });

    it('a client that the deployment names has less than a centre, and keys differ between environments', () => {
      const named = new Templates(
        { environment: 'test', clients: 'erp-dazu,tax' },
        { system: manifest.capabilities.system },
      );
      const [centres, clients] = plansOf(named);
      expect(clients.keys.map(({ Value }: { Value: string }) => Value)).toEqual([
        'market-procurement-registry-test-client-erp-dazu',
        'market-procurement-registry-test-client-tax',
      ]);
      expect(clients.Throttle.RateLimit).toBeLessThan(centres.Throttle.RateLimit);
      expect(named.functions().get('Authorizer')?.Properties.Environment.Variables).toMatchObject({
        USAGE_KEYS: 'market-procurement-registry-test',
        USAGE_CLIENTS: 'erp-dazu,tax',
      });
    });

    it('the authorizer tells the key, and no header of a client does', async () => {
      expect(body['x-amazon-apigateway-api-key-source']).toBe('AUTHORIZER');
      const told = usageFrom(functions.get('Authorizer')?.Properties.Environment.Variables);
      const clerk = (districtId: string) => told({ districtId }, { client_id: 'none' });
      const values = templates.of('AWS::ApiGateway::ApiKey').map(({ Properties }) => Properties.Value);
      for (const districtId of KEYED_CENTRES) expect(values).toContain(clerk(districtId));
    });
  });

  describe('stands behind the firewall, which', () => {
    const [list] = templates.of('AWS::WAFv2::WebACL');
    const rules: FirewallRule[] = list?.Properties.Rules;

    it('is the stage’s, and samples nothing of a request', () => {
      const [association] = templates.of('AWS::WAFv2::WebACLAssociation');
      expect(JSON.stringify(association?.Properties.ResourceArn)).toContain(`"${stage?.id}"`);
      expect(list?.Properties.VisibilityConfig.SampledRequestsEnabled).toBe(false);
      for (const { VisibilityConfig } of rules) expect(VisibilityConfig.SampledRequestsEnabled).toBe(false);
    });

    it('refuses an address that asks without end', () => {
      const limits = rules.filter(({ Statement }) => Statement.RateBasedStatement);
      expect(limits.map(({ Action }) => Action)).toEqual([{ Block: {} }]);
    });

    it.each(Object.entries(MANAGED))(
      'only counts what %s finds in a body, and refuses by its other rules',
      (name, all) => {
        const group = rules.find(({ Statement }) => Statement.ManagedRuleGroupStatement?.Name === name);
        expect(group?.OverrideAction).toEqual({ None: {} });
        const overrides = group?.Statement.ManagedRuleGroupStatement?.RuleActionOverrides ?? [];
        for (const { ActionToUse } of overrides) expect(ActionToUse).toEqual({ Count: {} });
        const counted = all.filter((rule) => rule.endsWith('_BODY') || rule === 'NoUserAgent_HEADER');
        expect(overrides.map(({ Name }) => Name).sort()).toEqual(counted.sort());
      },
    );
  });
});

describe('what the gateway answers in a function’s stead', () => {
  const answers = Object.entries(body['x-amazon-apigateway-gateway-responses']);

  it('stands in the body alone: an import takes away what is a resource of its own', () => {
    expect(templates.of('AWS::ApiGateway::GatewayResponse')).toEqual([]);
    expect(templates.of('AWS::ApiGateway::Authorizer')).toEqual([]);
  });

  const AGAIN = new Set(['THROTTLED', 'INTEGRATION_TIMEOUT']);

  it.each(answers)('%s is a problem of the contract', (type, answer) => {
    const template = answer.responseTemplates['application/json'] ?? '';
    const problem = JSON.parse(
      template.replace('$context.path', '/live/v1').replace('$context.requestId', 'request-1'),
    );
    const [status, title] = PROBLEMS[problem.code as ProblemCode];
    expect(answer.statusCode).toBe(String(status));
    expect(problem).toEqual({
      type: `urn:market-procurement-registry:problem:${problem.code}`,
      title,
      status,
      detail: expect.stringMatching(/\p{Script=Han}/u),
      instance: '/live/v1',
      code: problem.code,
      correlationId: 'request-1',
      errors: [],
      // What a client may simply send again says so, and how.
      ...(AGAIN.has(type) && { transient: true, remedy: expect.stringMatching(/重试/) }),
    });
    expect(template.match(/\$/g)).toHaveLength(2);
    expect(answer.responseParameters['gatewayresponse.header.Cache-Control']).toBe("'no-store'");
    expect(answer.responseParameters['gatewayresponse.header.Content-Type']).toBe(
      "'application/problem+json; charset=utf-8'",
    );
  });

  it('answers 404 where no route is, 401 without a token, 413, 415 and 429', () => {
    expect(Object.fromEntries(answers.map(([type, { statusCode }]) => [type, statusCode]))).toMatchObject({
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
