import { Duration, Stack, type StackProps } from 'aws-cdk-lib';
import { EventBus } from 'aws-cdk-lib/aws-events';
import type { Construct } from 'constructs';
import { EVENT_SOURCE } from '../../../functions/shared/outbox/carriers.ts';
import { keptDays } from '../../../functions/shared/reference/retention.ts';

/**
 * The bus by which the capabilities hear of each other. Events are archived as long as the outbox keeps them, so that a read
 * model can be filled again. Bus and archive are encrypted at rest by keys of their service.
 */
export class EventStack extends Stack {
  readonly bus: EventBus;

  constructor(scope: Construct, id: string, props: StackProps) {
    super(scope, id, props);
    this.bus = new EventBus(this, 'Bus', { description: 'What the capabilities of the registry tell each other' });
    this.bus.archive('Archive', {
      description: `Events of the last ${keptDays('EVENT')} days, to fill a read model again`,
      eventPattern: { source: [EVENT_SOURCE] },
      retention: Duration.days(keptDays('EVENT')),
    });
  }
}
