import { Logger } from '@aws-lambda-powertools/logger';
import { correlation } from './correlation.ts';

const lines = new Logger({ serviceName: 'market-procurement-registry' });

type Facts = Readonly<Record<string, unknown>>;

/**
 * The one logger. It is given identifiers, codes and counts, never a body: names, ID numbers, phones and accounts must
 * not reach a log. Each line says to which request it belongs.
 */
export const logger = {
  info: (message: string, facts: Facts = {}) => lines.info(message, { ...correlation(), ...facts }),
  warn: (message: string, facts: Facts = {}) => lines.warn(message, { ...correlation(), ...facts }),
  error: (message: string, facts: Facts = {}) => lines.error(message, { ...correlation(), ...facts }),
};
