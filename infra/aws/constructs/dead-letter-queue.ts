import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { OperatorQueue } from './operator-queue.ts';

/** Where that goes which could not be delivered. */
export class DeadLetterQueue extends OperatorQueue {
  constructor(scope: Construct, id: string, props: { readonly topic: ITopic; readonly description: string }) {
    super(scope, id, {
      topic: props.topic,
      description: `${props.description}；请在 14 天内查明原因，修复后按 docs/operations.md 重新送出`,
    });
  }
}
