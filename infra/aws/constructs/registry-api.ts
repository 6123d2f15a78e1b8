import { Stack, Validations } from 'aws-cdk-lib';
import {
  AccessLogFormat,
  ApiDefinition,
  type CfnRestApi,
  type DomainNameOptions,
  EndpointAccessMode,
  EndpointType,
  LogGroupLogDestination,
  type MethodDeploymentOptions,
  MethodLoggingLevel,
  SecurityPolicy,
  SpecRestApi,
} from 'aws-cdk-lib/aws-apigateway';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { Route } from '../../manifest/model.ts';
import { apiBody } from '../api-body.ts';
import { calledName } from '../manifest.ts';
import type { Platform } from '../platform.ts';
import { openRoute } from '../route-checks.ts';
import { apart } from '../target.ts';
import { functionArn } from './registry-function.ts';
import { RegistryLogs } from './registry-logs.ts';

const STAGE = 'live';

/** [designed] Requests a second that the stage lets through, and at once after a pause. */
const THROTTLE = { throttlingRateLimit: 200, throttlingBurstLimit: 400 };

/** [designed] The same for each route that creates a record. */
const THROTTLE_CREATING = { throttlingRateLimit: 50, throttlingBurstLimit: 100 };

/** What is logged of a request: identifiers, outcome and times; no address, no header, no query, no body. */
const ACCESS_LOG = AccessLogFormat.custom(
  JSON.stringify({
    requestId: '$context.requestId',
    requestTime: '$context.requestTime',
    method: '$context.httpMethod',
    route: '$context.resourcePath',
    status: '$context.status',
    responseType: '$context.error.responseType',
    responseLength: '$context.responseLength',
    responseLatency: '$context.responseLatency',
    integrationLatency: '$context.integrationLatency',
    authorizerLatency: '$context.authorizer.latency',
    firewall: '$context.waf.status',
  }),
);

export interface RegistryApiProps {
  readonly routes: readonly Route[];
  readonly authorizer: IFunction;
  readonly platform: Platform;
}

const NAME = 'market-procurement-registry';

/**
 * The REST API: one method for each route of the manifest, handed as it is to its capability's function, which it calls by
 * its fixed name and its alias. It is one resource however many routes it has, imported from `apiBody`; another body is
 * another deployment.
 *
 * - A route with roles passes the authorizer first, whose decision holds a minute for its token. A route without roles
 *   needs no token.
 * - TLS 1.2 at least, by API Gateway's policy of 2025 on the generated endpoint where the partition has it, and always on
 *   a domain of its own.
 * - Every body is handed over in base64, byte for byte: sheets and files are no text, XML and CSV not always UTF-8. Only so
 *   are files answered as files too, whatever the client's `Accept` names first.
 * - Bodies end at API Gateway's 10 MB, and with base64 at 4.5 MB in effect, by Lambda's 6 MB; the contract's end at 4 MB.
 * - Access logs (see `ACCESS_LOG`) and the gateway's own errors go to groups of `RegistryLogs`; requests are never traced
 *   into them.
 */
export class RegistryApi extends Construct {
  readonly rest: SpecRestApi;
  /** Where people reach it. Named by the API alone: its stage waits for the functions, which are told this address. */
  readonly publicUrl: string;

  constructor(scope: Construct, id: string, { routes, authorizer, platform }: RegistryApiProps) {
    super(scope, id);
    const common: MethodDeploymentOptions = { loggingLevel: MethodLoggingLevel.ERROR, dataTraceEnabled: false };
    this.rest = new SpecRestApi(this, 'Rest', {
      apiDefinition: ApiDefinition.fromInline(
        apiBody({
          title: apart(platform.target, NAME),
          routes,
          uriOf: (name) => invocationUri(this, functionArn(this, calledName(platform.target, name))),
          authorizerUri: invocationUri(this, authorizer.functionArn),
        }),
      ),
      restApiName: apart(platform.target, NAME),
      endpointTypes: [EndpointType.REGIONAL],
      // An import makes an edge-optimised API and changes it afterwards, unless told; aws-cn has none of those.
      parameters: { endpointConfigurationTypes: 'REGIONAL' },
      cloudWatchRole: true,
      ...ownDomain(this, platform),
      deployOptions: {
        stageName: STAGE,
        ...common,
        ...THROTTLE,
        tracingEnabled: platform.target.tracing,
        accessLogDestination: new LogGroupLogDestination(new RegistryLogs(this, 'AccessLogs', platform)),
        accessLogFormat: ACCESS_LOG,
        methodOptions: Object.fromEntries(
          routes
            .filter(({ endpoint }) => endpoint.idempotent)
            .map(({ endpoint }) => [`${endpoint.path}/${endpoint.method}`, { ...common, ...THROTTLE_CREATING }]),
        ),
      },
    });
    const { domainName } = platform.target;
    const { region, urlSuffix } = Stack.of(this);
    this.publicUrl =
      domainName === undefined
        ? `https://${this.rest.restApiId}.execute-api.${region}.${urlSuffix}/${STAGE}`
        : `https://${domainName}`;
    if (platform.target.partition === 'aws' && platform.target.domainName === undefined) {
      const generated = this.rest.node.defaultChild as CfnRestApi;
      generated.securityPolicy = SecurityPolicy.TLS13_1_2_PFS_PQ_2025_09;
      generated.endpointAccessMode = EndpointAccessMode.STRICT;
    }
    this.ownErrorLog(platform);
    authorizer.addPermission('Gateway', {
      principal: new ServicePrincipal('apigateway.amazonaws.com'),
      sourceArn: Stack.of(this).formatArn({
        service: 'execute-api',
        resource: this.rest.restApiId,
        resourceName: 'authorizers/*',
      }),
    });
    this.acknowledge(routes);
  }

  /** API Gateway would make this group itself, unencrypted and kept for ever. */
  private ownErrorLog(platform: Platform): void {
    const { deploymentStage, restApiId } = this.rest;
    const name = `API-Gateway-Execution-Logs_${restApiId}/${STAGE}`;
    deploymentStage.node.addDependency(new RegistryLogs(this, 'ErrorLogs', platform, name));
  }

  private acknowledge(routes: readonly Route[]): void {
    Validations.of(this).acknowledge(
      ...routes
        .filter(({ endpoint }) => endpoint.roles.length === 0)
        .map(({ endpoint }) => ({
          id: openRoute(endpoint.method, endpoint.path),
          reason:
            'The contract gives this route no role: it tells health, the contract, or what a signed certificate is worth.',
        })),
      {
        id: 'AwsSolutions-APIG2',
        reason: 'The functions validate every request by the contract, so that all its errors come back at once.',
      },
      {
        id: 'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs]',
        reason: 'API Gateway asks for this very policy on the account-wide role by which it writes its logs.',
      },
    );
  }
}

/** Where API Gateway calls a function. */
const invocationUri = (scope: Construct, arn: string): string =>
  Stack.of(scope).formatArn({
    service: 'apigateway',
    account: 'lambda',
    resource: 'path',
    resourceName: `2015-03-31/functions/${arn}/invocations`,
  });

function ownDomain(
  scope: Construct,
  { target }: Platform,
): { domainName?: DomainNameOptions; disableExecuteApiEndpoint?: true } {
  const { domainName, certificateArn } = target;
  if (domainName === undefined || certificateArn === undefined) return {};
  return {
    disableExecuteApiEndpoint: true,
    domainName: {
      domainName,
      certificate: Certificate.fromCertificateArn(scope, 'Certificate', certificateArn),
      endpointType: EndpointType.REGIONAL,
      securityPolicy: SecurityPolicy.TLS_1_2,
    },
  };
}
