import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { keptDays } from '../../../functions/shared/reference/retention.ts';
import type { Platform } from '../platform.ts';

/**
 * A log group: encrypted, kept by the term of logs and kept when its stack goes. The law asks for six months at least (中华人民共和国
 * 网络安全法, 网络日志留存不少于六个月), and 180 days are fewer.
 */
export class RegistryLogs extends LogGroup {
  constructor(scope: Construct, id: string, platform: Platform, logGroupName?: string) {
    const days = keptDays('LOG');
    if (!(days in RetentionDays))
      throw new Error(`CloudWatch keeps logs for terms of its own, and ${days} days are none`);
    super(scope, id, {
      encryptionKey: platform.logKey,
      retention: days as RetentionDays,
      ...(logGroupName === undefined ? {} : { logGroupName }),
    });
  }
}
