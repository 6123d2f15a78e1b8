import type { Node } from 'constructs';
import { z } from 'zod';
import { CHANNEL_VARIABLES, channelSettings } from '../../functions/shared/outbound/channels.ts';
import { allowedHosts, HOSTS_VARIABLE } from '../../functions/shared/outbound/destination.ts';

const DEFAULT_REGIONS = { aws: 'ap-southeast-1', 'aws-cn': 'cn-northwest-1' } as const;

const https = z.url({ protocol: /^https$/ });

function areHosts(text: string): boolean {
  try {
    allowedHosts(text);
    return true;
  } catch {
    return false;
  }
}

/** Names of environments: short, because Lambda's names have 64 letters and CloudFormation cuts those that it makes. */
const ENVIRONMENT = /^[a-z][a-z0-9]{1,9}$/;

const CLIENT = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

/**
 * Where the registry is deployed and whose tokens it takes. Each is a CDK context value: `cdk deploy -c region=…`.
 *
 * - `environment` names a further registry of the same account and region, e.g. `test`: two to ten small letters and digits.
 *   Stacks, functions and tables are then named apart (`nameIn`). Without it all names are as they always were.
 * - `partition` `aws` (default) or `aws-cn`.
 * - `region` must lie in the partition; default Singapore, in `aws-cn` Ningxia.
 * - `oidcIssuer`, `oidcAudience`, `oidcJwksUri`: the identity provider. The default issuer does not exist: until one is
 *   named, every token is refused. The key set's default address is the issuer's `/.well-known/jwks.json`.
 * - `portalClientId`: the portal's client at that issuer, a public one with PKCE; default `portal`. Its redirect addresses are
 *   `<address>/portal/callback` and `<address>/portal/renewed`, after a sign-out `<address>/portal/`.
 * - `oidcClaims` `count`: the role and district that its tokens claim say what their bearers act as. `ignored` (default): the
 *   platform's assignments do.
 * - `oidcAmr` `count`: its `amr` is believed, and shows the second factor that decisions ask for. `ignored` (default): nobody
 *   decides anything by its tokens.
 * - `domainName` with `certificateArn`: the API's own name; the generated endpoint is then closed. In `aws-cn` a public
 *   API needs one, with its ICP filing.
 * - `outboundHosts`: hosts to which anything may be sent, e.g. `hooks.example.cn,*.example.cn:8443`; none by default.
 * - `mailRelay` (e.g. `smtp.example.cn:465`), `mailFrom`, `mailUser`; `textGateway` (`https://…`): the channels by which people
 *   are told, each off without; their hosts are among `outboundHosts`.
 * - `clients`: machine clients that have a usage plan of their own, by the `client_id` (or `azp`) of their tokens, separated
 *   by commas. All others count as their centre.
 * - `tracing` `true` switches X-Ray on; off by default, and not to be had for Lambda in `aws-cn`.
 */
const Target = z
  .object({
    environment: z
      .string()
      .regex(ENVIRONMENT, 'an environment is named by two to ten small letters and digits, the first a letter')
      .optional(),
    partition: z.enum(['aws', 'aws-cn']).default('aws'),
    region: z.string().optional(),
    oidcIssuer: https.default('https://issuer.invalid'),
    oidcAudience: z.string().min(1).default('market-procurement-registry'),
    oidcJwksUri: https.optional(),
    portalClientId: z.string().min(1).default('portal'),
    oidcClaims: z.enum(['ignored', 'count']).default('ignored'),
    oidcAmr: z.enum(['ignored', 'count']).default('ignored'),
    domainName: z.string().optional(),
    certificateArn: z.string().optional(),
    outboundHosts: z.string().default('').refine(areHosts, { error: 'one of the hosts is no host’s name' }),
    mailRelay: z.string().optional(),
    mailFrom: z.string().optional(),
    mailUser: z.string().optional(),
    textGateway: z.string().optional(),
    clients: z
      .string()
      .default('')
      .transform((names) => names.split(',').filter(Boolean))
      .pipe(z.array(z.string().regex(CLIENT, 'a client is named as its tokens name it, without spaces'))),
    tracing: z.stringbool().default(false),
  })
  .transform(({ region, oidcJwksUri, mailRelay, mailFrom, mailUser, textGateway, ...given }) => ({
    ...given,
    channels: { mailRelay, mailFrom, mailUser, textGateway },
    region: region ?? DEFAULT_REGIONS[given.partition],
    oidcJwksUri: oidcJwksUri ?? `${given.oidcIssuer.replace(/\/$/, '')}/.well-known/jwks.json`,
  }))
  .superRefine(({ channels, outboundHosts }, context) => {
    const named = Object.entries(channels).map(([name, value]) => [
      CHANNEL_VARIABLES[name as keyof typeof channels],
      value,
    ]);
    try {
      channelSettings({ [HOSTS_VARIABLE]: outboundHosts, ...Object.fromEntries(named) });
    } catch (error) {
      context.addIssue({ code: 'custom', path: ['mailRelay'], message: String(error) });
    }
  })
  .refine(({ partition, region }) => region.startsWith('cn-') === (partition === 'aws-cn'), {
    path: ['region'],
    error: 'the region does not lie in the partition',
  })
  .refine(({ domainName, certificateArn }) => (domainName === undefined) === (certificateArn === undefined), {
    path: ['certificateArn'],
    error: 'domainName and certificateArn go together',
  })
  .refine(({ partition, tracing }) => !(tracing && partition === 'aws-cn'), {
    path: ['tracing'],
    error: 'X-Ray does not trace Lambda in aws-cn',
  });

export type Target = z.output<typeof Target>;

/**
 * The name of a stack, or of what has a fixed name: `RegistryFiling`, in an environment `Registry-env-test-Filing`. No name
 * without an environment has a hyphen, so that no two registries can share one.
 */
export const nameIn = ({ environment }: Pick<Target, 'environment'>, name: string): string =>
  environment === undefined ? `Registry${name}` : `Registry-env-${environment}-${name}`;

/** A name that is not of a stack, such as that of the API: `name`, in an environment `name-test`. */
export const apart = ({ environment }: Pick<Target, 'environment'>, name: string): string =>
  environment === undefined ? name : `${name}-${environment}`;

/** Reads the target from the app's context. */
export const targetOf = (node: Node): Target =>
  Target.parse(
    Object.fromEntries(
      Object.keys(Target.in.shape).map((name) => [name, node.tryGetContext(name) as string | undefined]),
    ),
  );
