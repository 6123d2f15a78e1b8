import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { keptDays } from '../../../functions/shared/reference/retention.ts';
import type { Platform } from '../platform.ts';

/**
 * A log group: encrypted, kept one year and kept when its stack goes. The law asks for six months at least (中华人民共和国
 * 网络安全法, 网络日志留存不少于六个月), and 180 days are fewer.
 */
export class RegistryLogs extends LogGroup {
  constructor(scope: Construct, id: string, platform: Platform, logGroupName?: string) {
    super(scope, id, {
      encryptionKey: platform.logKey,
      retention: keptDays('LOG') as RetentionDays,
      ...(logGroupName === undefined ? {} : { logGroupName }),
    });
  }
}
