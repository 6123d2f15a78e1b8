import { ServiceError } from './errors.ts';

/** The partition, region and account that every ARN of the embedded host names. */
const PREFIX = 'arn:aws:states:local:000000000000';

export const REGION = 'local';
export const ROLE_ARN = 'arn:aws:iam::000000000000:role/embedded-host';

export const stateMachineArn = (machine: string): string => `${PREFIX}:stateMachine:${machine}`;

export const executionArn = (machine: string, name: string): string => `${PREFIX}:execution:${machine}:${name}`;

/** The machine's name, whatever the partition, region and account of the ARN. */
export const machineOfArn = (arn: string): string | undefined =>
  /^arn:[\w-]+:states:[\w-]*:\d*:stateMachine:(?<machine>[^:]+)$/.exec(arn)?.groups?.['machine'];

export function executionOfArn(arn: string): { machine: string; name: string } | undefined {
  const { machine, name } =
    /^arn:[\w-]+:states:[\w-]*:\d*:execution:(?<machine>[^:]+):(?<name>.+)$/.exec(arn)?.groups ?? {};
  return machine === undefined || name === undefined ? undefined : { machine, name };
}

/** Words of AWS: what does not begin as an ARN is told apart from what is none of the kind that is asked for. */
export const invalidArn = (arn: string): ServiceError =>
  new ServiceError('InvalidArn', `Invalid Arn: '${arn.startsWith('arn:') ? '' : 'Invalid ARN prefix: '}${arn}'`);
