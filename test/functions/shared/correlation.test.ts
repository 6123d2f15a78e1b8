import { Logger } from '@aws-lambda-powertools/logger';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBStreamEvent } from 'aws-lambda';
import { afterEach, beforeEach, describe, expect, it, type MockInstance, vi } from 'vitest';
import { z } from 'zod';
import { reads } from '../../../functions/events/reader.ts';
import { TradeChanged } from '../../../functions/events/trade.ts';
import { belonging, correlated } from '../../../functions/shared/correlation.ts';
import { proxyEvent } from '../../../functions/shared/invoke/invoke.ts';
import { build } from '../../../functions/shared/outbox/relay.ts';
import { step } from '../../../functions/shared/step/step.ts';
import { subscriber } from '../../../functions/shared/step/subscriber.ts';
import { auditEntry } from '../../../functions/shared/table/audit.ts';
import { clerk } from '../../kit/call.ts';
import { invoke } from '../../kit/deliver.ts';
import { delivery, sample } from '../events/samples.ts';

/** Every line of the log, every entry and every call on the way say to which request they belong. */

const lines: Record<'info' | 'error', MockInstance> = {} as never;
beforeEach(() => {
  for (const level of ['info', 'error'] as const) lines[level] = vi.spyOn(Logger.prototype, level);
});
afterEach(() => vi.restoreAllMocks());

const last = (level: 'info' | 'error'): unknown[] => lines[level].mock.calls.at(-1) ?? [];

describe('a step', () => {
  const work = step('Work', z.looseObject({}), async ({ fail }) => {
    if (fail) throw new Error('no');
  });

  it.each([
    [{ correlationId: 'request-7' }, 'request-7'],
    [{ time: '2026-03-17T01:00:00Z' }, 'Work@2026-03-17T01:00:00Z'],
  ])('logs that it is done, and that it failed, for %j', async (input, correlationId) => {
    await invoke(work, input);
    expect(last('info')).toEqual(['step done', expect.objectContaining({ correlationId, step: 'Work' })]);
    await expect(invoke(work, { ...input, fail: true })).rejects.toThrow('no');
    expect(last('error')).toEqual(['step failed', expect.objectContaining({ correlationId, step: 'Work' })]);
  });

  it('that is given what it cannot read logs that too', async () => {
    const strict = step('Strict', z.strictObject({ id: z.string(), correlationId: z.string() }), async () => {});
    await expect(invoke(strict, { correlationId: 'request-7' })).rejects.toThrow(z.ZodError);
    expect(last('error')).toEqual(['step failed', expect.objectContaining({ correlationId: 'request-7' })]);
  });
});

describe('a subscriber', () => {
  const event = delivery('TradeChanged', sample('TradeChanged'));
  const facts = { correlationId: 'request-1', causationId: event.id, subscriber: 'Reader', event: 'TradeChanged' };

  it('logs what it has read, and that it failed', async () => {
    const read = vi.fn(async () => {});
    const reader = subscriber('Reader', reads(TradeChanged, TradeChanged.detail.pick({ tradeId: true }), read));
    await invoke(reader, event);
    expect(last('info')).toEqual(['event read', expect.objectContaining(facts)]);
    read.mockRejectedValueOnce(new Error('no'));
    await expect(invoke(reader, event)).rejects.toThrow('no');
    expect(last('error')).toEqual(['subscriber failed', expect.objectContaining(facts)]);
  });

  it('logs what it does not read', async () => {
    await expect(invoke(subscriber('Deaf'), event)).rejects.toThrow('Deaf does not read TradeChanged');
    expect(last('error')).toEqual(['subscriber failed', expect.objectContaining({ ...facts, subscriber: 'Deaf' })]);
  });
});

describe('the relay', () => {
  const correlation = { correlationId: 'request-1', causationId: 'event-1' };
  const start = vi.fn(async () => {});
  const relay = build(
    { publish: async () => {}, start, resume: async () => {}, redrive: async () => {} },
    { get: async () => undefined },
  );
  const message = { type: 'start', workflow: 'filing', executionName: 'filing-1-1', input: { filingId: '秘密' } };
  const item = {
    pk: 'DST#500111#FILING#1',
    sk: 'OUTBOX#00000001#00',
    at: '2026-03-17T01:00:00Z',
    message,
    correlation,
  };
  const batch = {
    Records: [{ eventName: 'INSERT', dynamodb: { SequenceNumber: '1', NewImage: marshall(item) } }],
  } as unknown as DynamoDBStreamEvent;
  const facts = { ...correlation, type: 'start', workflow: 'filing', executionName: 'filing-1-1' };

  it('logs which execution a request has started, and which it could not start, and nothing of its input', async () => {
    await relay(batch);
    expect(last('info')).toEqual(['an outbox message was carried out', facts]);
    start.mockRejectedValueOnce(new Error('no'));
    expect((await relay(batch)).batchItemFailures).toEqual([{ itemIdentifier: '1' }]);
    expect(last('error')).toEqual(['an outbox message was not carried out', { ...facts, error: expect.any(Error) }]);
  });
});

describe('what a request does', () => {
  const correlation = { correlationId: 'request-1', causationId: 'request-1' };

  it('is told to another capability that it calls', () => {
    const call = { method: 'GET', path: '/v1/trades', caller: clerk() } as const;
    expect(correlated(correlation, () => proxyEvent(call)).headers).toEqual({ 'X-Correlation-Id': 'request-1' });
    expect(proxyEvent(call).headers).toEqual({});
  });

  it('is noted in the audit trail, and covered by the entry’s hash', () => {
    const change = {
      pk: 'DST#500111#NOTE#1' as const,
      version: 1,
      at: '2026-03-17T01:00:00Z',
      actor: { sub: 'wang', role: 'clerk' as const, districtId: '500111' },
      action: 'WRITE',
      reasons: [],
      previousHash: '',
      content: {},
    };
    const entry = correlated(correlation, () => auditEntry(change));
    expect(entry.correlation).toEqual(correlation);
    expect(entry.hash).not.toBe(auditEntry(change).hash);
    expect(auditEntry(change)).not.toHaveProperty('correlation');
    expect(belonging()).toEqual({});
  });
});
