import { Duration, Stack, type StackProps } from 'aws-cdk-lib';
import { EventBus } from 'aws-cdk-lib/aws-events';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { EVENT_SOURCE } from '../../../functions/shared/outbox/carriers.ts';
import { EventTarget } from '../constructs/event-target.ts';
import { RegistryFunction } from '../constructs/registry-function.ts';
import { Relay } from '../constructs/relay.ts';
import { fixedName, homes, type Manifest, named } from '../manifest.ts';
import type { Platform } from '../platform.ts';
import { type StateMachines, stateMachineVariables } from '../state-machines.ts';

export interface EventStackProps extends StackProps {
  readonly manifest: Manifest;
  readonly platform: Platform;
  readonly stateMachines: StateMachines;
}

/**
 * How the capabilities hear of each other: the bus, the relay that feeds it from the table's stream, the subscribers, and
 * what the clock starts. Events are archived for 30 days, as long as the outbox keeps them, so that a read model can be
 * filled again. The bus, its archive and the queues are encrypted at rest by keys of their services.
 */
export class EventStack extends Stack {
  /** The functions that read the outbox. */
  readonly relays: readonly IFunction[];

  constructor(scope: Construct, id: string, { manifest, platform, stateMachines, ...props }: EventStackProps) {
    super(scope, id, props);
    const bus = new EventBus(this, 'Bus', { description: 'What the capabilities of the registry tell each other' });
    bus.archive('Archive', {
      description: 'Events of the last 30 days, to fill a read model again',
      eventPattern: { source: [EVENT_SOURCE] },
      retention: Duration.days(30),
    });
    const { relays = [], targets = [] } = Object.groupBy(homes(manifest).events, (name) =>
      named(manifest.functions, name).access.relay ? 'relays' : 'targets',
    );
    const environment = { EVENT_BUS_NAME: bus.eventBusName, ...stateMachineVariables(stateMachines) };
    this.relays = relays.map((name) => {
      const relay = new RegistryFunction(this, name, { spec: named(manifest.functions, name), platform, environment });
      new Relay(this, `${name}Outbox`, { function: relay, bus, stateMachines, platform });
      return relay.lambda;
    });
    for (const name of targets) {
      const spec = named(manifest.functions, name);
      const target = new RegistryFunction(this, name, { spec, platform });
      for (const other of spec.access.invokes ?? []) target.invokesByName(other, fixedName(manifest, other) ?? other);
      new EventTarget(this, `${name}Events`, {
        function: target,
        bus,
        subscriptions: manifest.subscriptions.filter((one) => one.function === name),
        schedules: manifest.schedules.filter((one) => one.function === name),
        platform,
      });
    }
  }
}
