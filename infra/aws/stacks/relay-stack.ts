import { Stack, type StackProps } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import type { FunctionSpec } from '../../manifest/model.ts';
import { RegistryFunction } from '../constructs/registry-function.ts';
import { Relay } from '../constructs/relay.ts';
import type { Platform } from '../platform.ts';
import { type StateMachines, stateMachineVariables } from '../state-machines.ts';

export interface RelayStackProps extends StackProps {
  /** The functions that read the outbox, by name. */
  readonly functions: Readonly<Record<string, FunctionSpec>>;
  readonly platform: Platform;
  /** Those of every capability. */
  readonly stateMachines: StateMachines;
}

/** What carries the outbox from the table's stream to the bus and to the workflows of every capability. */
export class RelayStack extends Stack {
  readonly relays: readonly IFunction[];

  constructor(scope: Construct, id: string, { functions, platform, stateMachines, ...props }: RelayStackProps) {
    super(scope, id, props);
    const environment = { EVENT_BUS_NAME: platform.bus.eventBusName, ...stateMachineVariables(stateMachines) };
    this.relays = Object.entries(functions).map(([name, spec]) => {
      const relay = new RegistryFunction(this, name, { spec, platform, environment });
      new Relay(this, `${name}Outbox`, { function: relay, stateMachines, platform });
      return relay.lambda;
    });
  }
}
