import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { type Place, partitions } from '../../../infra/local/events/partitions.ts';
import { until } from '../../kit/until.ts';

interface Message {
  readonly sequence: number;
  readonly partition: string | undefined;
}

const isMessage = (one: Message): boolean => one.partition !== undefined;

/** What is read of a shard: messages of few partitions, and records that carry none. */
const shards = fc
  .array(fc.constantFrom('A', 'B', 'C', undefined), { maxLength: 30 })
  .map((all) => all.map((partition, sequence): Message => ({ sequence, partition })));

const placesOf = (messages: readonly Message[]): Place<Message>[] =>
  messages.map((record) => ({ record, partition: record.partition }));

describe('the messages of a shard', () => {
  it('are carried in the order of their partition, each at least once, and no checkpoint passes one that is not, whatever fails and is killed', async () => {
    const complain = vi.spyOn(console, 'error').mockImplementation(() => {});
    await fc.assert(
      fc.asyncProperty(
        shards,
        fc.integer({ min: 1, max: 4 }),
        fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 5 }),
        fc.array(fc.constantFrom('carried', 'carried', 'refused', 'thrown', 'killed'), { maxLength: 40 }),
        fc.scheduler(),
        async (shard, atOnce, sizes, outcomes, scheduler) => {
          const carried: Message[] = [];
          // What is thrown within a life is its own affair.
          const violations: string[] = [];
          let [checkpoint, call, isAlive] = [-1, 0, true];
          /** One life of a host, from the checkpoint to its kill or to the end of the shard. */
          const life = (): Promise<void> =>
            new Promise((died) => {
              const mine = { isKilled: false, inHand: new Set<string | undefined>() };
              const messages = partitions<Message>({
                atOnce,
                carry: async (message) => {
                  if (mine.inHand.has(message.partition)) violations.push('two of a partition at once');
                  mine.inHand.add(message.partition);
                  if (mine.inHand.size > atOnce) violations.push('more at once than may be');
                  const outcome = outcomes[call++] ?? 'carried';
                  await scheduler.schedule(Promise.resolve());
                  mine.inHand.delete(message.partition);
                  if (mine.isKilled) return new Promise(() => {});
                  // Killed before or after it was carried: nobody hears of it.
                  if (outcome === 'carried' || (outcome === 'killed' && call % 2 === 0)) carried.push(message);
                  if (outcome === 'killed') {
                    mine.isKilled = true;
                    died();
                    return new Promise(() => {});
                  }
                  if (outcome === 'thrown') throw new Error('the relay failed');
                  return outcome === 'carried';
                },
                passed: (records) => {
                  for (const { sequence } of records) {
                    if (sequence !== checkpoint + 1) violations.push('the checkpoint leaps or goes back');
                    checkpoint = sequence;
                  }
                  const passed = shard.slice(0, checkpoint + 1).filter(isMessage);
                  if (!passed.every((one) => carried.includes(one))) violations.push('the checkpoint passes a message');
                  if (checkpoint === shard.length - 1) {
                    isAlive = false;
                    died();
                  }
                },
                wait: () => scheduler.schedule(Promise.resolve()),
              });
              const read = async (): Promise<void> => {
                for (let [from, turn] = [checkpoint + 1, 0]; from < shard.length && !mine.isKilled; turn += 1) {
                  const size = sizes[turn % sizes.length] as number;
                  messages.take(placesOf(shard.slice(from, from + size)));
                  from += size;
                  await scheduler.schedule(Promise.resolve());
                }
              };
              void read();
            });
          const lives = async (): Promise<void> => {
            while (isAlive && shard.length > 0) await life();
          };
          await scheduler.waitFor(lives());
          expect(violations).toEqual([]);
          for (const partition of ['A', 'B', 'C']) {
            const first = [...new Set(carried.filter((one) => one.partition === partition))];
            expect(first).toEqual(shard.filter((one) => one.partition === partition));
          }
        },
      ),
      { numRuns: 150 },
    );
    complain.mockRestore();
  });

  it('go on beside one that cannot be carried, until too many wait behind it', async () => {
    const carried: number[] = [];
    const passed = vi.fn();
    const messages = partitions<Message>({
      atOnce: 2,
      carry: async ({ sequence, partition }) => {
        if (partition === 'stuck') return false;
        carried.push(sequence);
        return true;
      },
      passed,
      wait: () => new Promise(() => {}),
    });
    const last = 700;
    const all = Array.from(
      { length: last },
      (_one, sequence): Message => ({ sequence, partition: `P${sequence % 50}` }),
    );
    messages.take(placesOf([{ sequence: -1, partition: 'stuck' }]));
    for (let from = 0; from < last && !messages.isFull; from += 100)
      messages.take(placesOf(all.slice(from, from + 100)));
    await until('what was there to be carried', () => carried.length >= 500 || undefined);
    expect(carried).toHaveLength(500);
    expect(messages.isFull).toBe(true);
    expect(messages.earliest?.sequence).toBe(-1);
    expect(passed).not.toHaveBeenCalled();
    await messages.close();
  });

  it('are begun no more once it is closed; those in hand are waited for', async () => {
    const inHand = Promise.withResolvers<boolean>();
    const carry = vi.fn(() => inHand.promise);
    const passed = vi.fn();
    const messages = partitions<Message>({ atOnce: 1, carry, passed });
    messages.take(placesOf([0, 1, 2].map((sequence) => ({ sequence, partition: `P${sequence}` }))));
    const closed = messages.close();
    inHand.resolve(true);
    await closed;
    expect(carry).toHaveBeenCalledTimes(1);
    expect(passed).toHaveBeenCalledExactlyOnceWith([{ sequence: 0, partition: 'P0' }]);
  });
});
