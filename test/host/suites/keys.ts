import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CITY } from '../../../functions/shared/kernel/identifier.ts';
import { DISTRICT } from '../../../infra/local/story/story.ts';
import { tell } from './host.ts';

/**
 * The city's partitions that the work of one district reaches, by the second part of their keys: lists that were loaded,
 * scorecards, and the holds of containers. Another is a decision (0029).
 */
const OF_THE_CITY = new Set(['WEBHOOK_ROSTER', 'REFERENCE', 'SCORECARDS', 'CONTAINER']);

/** The partitions that a call of the table names, whether as a key, as a condition's value or as a new item's. */
const partitionsOf = (input: unknown): string[] =>
  [...JSON.stringify(input, onlyKey).matchAll(/"DST#(\d{6}#[A-Z_]+)/g)].map(([, partition = '']) => partition);

/** An item is kept under its key; what else stands in it are its indexes' keys and what it says. */
const onlyKey = (name: string, value: unknown): unknown =>
  name === 'Item' && value !== null && typeof value === 'object' ? { pk: (value as { pk?: unknown }).pk } : value;

describe('the calls of the table that the sample chain brings about', () => {
  const inputs: unknown[] = [];
  const { prototype } = DynamoDBDocumentClient;
  const send = Reflect.get(prototype, 'send') as (...given: unknown[]) => unknown;
  Reflect.set(prototype, 'send', function (this: unknown, ...given: [{ readonly input: unknown }, ...unknown[]]) {
    inputs.push(given[0].input);
    return Reflect.apply(send, this, given);
  });
  beforeAll(tell);
  afterAll(() => void Reflect.set(prototype, 'send', send));

  it('reach no partition of another district, and of the city those that are named', () => {
    const partitions = new Set(inputs.flatMap(partitionsOf));
    const foreign = [...partitions].filter((one) => !one.startsWith(`${DISTRICT}#`));
    expect(foreign.filter((one) => !one.startsWith(`${CITY}#`))).toEqual([]);
    expect(new Set(foreign.map((one) => one.slice(CITY.length + 1)))).toEqual(OF_THE_CITY);
    expect(inputs.length).toBeGreaterThan(500);
  });
});
