import { Logger } from '@aws-lambda-powertools/logger';

/**
 * The one logger. It is given identifiers, codes and counts, never a body: names, ID numbers, phones and accounts must
 * not reach a log.
 */
export const logger = new Logger({ serviceName: 'market-procurement-registry' });
