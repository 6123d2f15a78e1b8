import { App } from 'aws-cdk-lib';
import { describe, expect, it } from 'vitest';
import { targetOf } from '../../../../infra/aws/target.ts';
import { capabilities } from '../../../../infra/manifest.ts';
import { standard, validated, violations } from '../kit.ts';

const target = (context: Record<string, unknown>) => targetOf(new App({ context }).node);

describe('the deployment target', () => {
  it('has defaults that let nobody in', () => {
    expect(target({})).toEqual({
      partition: 'aws',
      region: 'ap-southeast-1',
      oidcIssuer: 'https://issuer.invalid',
      oidcAudience: 'market-procurement-registry',
      oidcJwksUri: 'https://issuer.invalid/.well-known/jwks.json',
      oidcClaims: 'ignored',
      oidcAmr: 'ignored',
      portalClientId: 'portal',
      outboundHosts: '',
      channels: {},
      clients: [],
      tracing: false,
    });
  });

  it('takes the issuer’s own key set unless told another', () => {
    expect(target({ oidcIssuer: 'https://id.example.cn/' }).oidcJwksUri).toBe(
      'https://id.example.cn/.well-known/jwks.json',
    );
    expect(target({ oidcJwksUri: 'https://keys.example.cn/a' }).oidcJwksUri).toBe('https://keys.example.cn/a');
  });

  it.each([
    ['a region outside the partition', { partition: 'aws-cn', region: 'eu-west-1' }],
    ['a Chinese region in the standard partition', { region: 'cn-north-1' }],
    ['another partition', { partition: 'aws-us-gov' }],
    ['an issuer without TLS', { oidcIssuer: 'http://id.example.cn' }],
    ['a domain without its certificate', { domainName: 'api.example.cn' }],
    ['an environment whose name is no word', { environment: 'Test 1' }],
    ['an environment whose name is too long for Lambda', { environment: 'production1' }],
    ['a client whose name is no name', { clients: 'erp,a b' }],
    ['a mail relay that is not among the hosts', { mailRelay: 'smtp.example.cn:465', mailFrom: 'a@example.cn' }],
    ['a mail relay that sends from nobody', { outboundHosts: 'smtp.example.cn:465', mailRelay: 'smtp.example.cn:465' }],
    ['X-Ray in aws-cn', { partition: 'aws-cn', tracing: 'true' }],
  ])('refuses %s', (_what, context) => {
    expect(() => target(context)).toThrow();
  });
});

const isStandard = (context: object): boolean => Object.keys(context).length === 1;

describe.each([
  { partition: 'aws' },
  { partition: 'aws', tracing: 'true' },
  {
    partition: 'aws-cn',
    domainName: 'api.example.cn',
    certificateArn: 'arn:aws-cn:acm:cn-northwest-1:123456789012:certificate/one',
  },
])('the app for %j', (context) => {
  const templates = isStandard(context) ? standard() : validated(context);

  it('keeps the AWS Solutions rules, each exception with its reason', () => {
    expect(violations(templates.app)).toEqual([]);
  });

  it('names no other partition’s ARN or domain', () => {
    const text = JSON.stringify(templates.resources);
    const foreign = context.partition === 'aws' ? /arn:aws-cn:|amazonaws\.com\.cn/ : /arn:aws:|Cognito|AWS::XRay/;
    expect(text.match(foreign)).toBeNull();
  });

  it('tells the functions of the API where people reach it, whatever a request says', () => {
    const told = templates
      .of('AWS::Lambda::Function')
      .map(({ Properties }) => Properties.Environment?.Variables.PUBLIC_URL)
      .filter((url) => url !== undefined);
    expect(told).toHaveLength(Object.keys(capabilities).length);
    for (const url of told) {
      if (context.partition === 'aws-cn') expect(url).toBe('https://api.example.cn');
      else {
        const parts = [
          'https://',
          { 'Fn::ImportValue': expect.stringMatching(/^RegistryApi:ExportsOutputRef\w*Rest/) },
          '.execute-api.ap-southeast-1.',
          { Ref: 'AWS::URLSuffix' },
          '/live',
        ];
        expect(url).toEqual({ 'Fn::Join': ['', parts] });
      }
    }
  });

  it('wants TLS 1.2 at least, and traces where asked', () => {
    const [rest] = templates.of('AWS::ApiGateway::RestApi');
    const [domain] = templates.of('AWS::ApiGateway::DomainName');
    if (context.partition === 'aws')
      expect(rest?.Properties).toMatchObject({
        SecurityPolicy: expect.stringMatching(/^SecurityPolicy_TLS13_1_2/),
        EndpointAccessMode: 'STRICT',
      });
    else {
      expect(rest?.Properties).toMatchObject({ DisableExecuteApiEndpoint: true });
      expect(domain?.Properties.SecurityPolicy).toBe('TLS_1_2');
    }
    const modes = new Set(
      templates.of('AWS::Lambda::Function').map(({ Properties }) => Properties.TracingConfig?.Mode ?? 'off'),
    );
    expect([...modes]).toEqual([context.tracing === 'true' ? 'Active' : 'off']);
  });
});
