import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ApiProblem, Unreachable } from '../../portal/api/problem.ts';
import { DraftKeeper, type Keeping } from '../../portal/forms/draft-keeper.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const HEAD = { title: '登记交易', page: '/trade/new' };

const ELSEWHERE = new ApiProblem({ status: 412, code: 'PRECONDITION_FAILED', detail: '', correlationId: '' });

/** A place that takes its time, keeps versions as the API does, and fails when it is told to. */
function place(milliseconds: number) {
  const saves: { content: string; begun: number; done: number }[] = [];
  const failures: Error[] = [];
  let version = 0;
  let kept: string | undefined;
  let running = 0;
  return {
    saves,
    failures,
    get kept() {
      return kept;
    },
    async put(_head: typeof HEAD, content: string, etag: string | undefined) {
      running += 1;
      expect(running).toBe(1);
      const begun = Date.now();
      await new Promise((resolve) => setTimeout(resolve, milliseconds));
      running -= 1;
      const failure = failures.shift();
      if (failure) throw failure;
      if (etag !== undefined && etag !== `"${version}"`) throw ELSEWHERE;
      version += 1;
      kept = content;
      saves.push({ content, begun, done: Date.now() });
      return { etag: `"${version}"`, savedAt: new Date().toISOString() };
    },
    async delete() {
      await new Promise((resolve) => setTimeout(resolve, milliseconds));
      kept = undefined;
      version = 0;
    },
  };
}

function keeping(milliseconds = 300) {
  const at = place(milliseconds);
  const told: Keeping[] = [];
  const keeper = new DraftKeeper(at, undefined, (one) => told.push(one));
  keeper.hold(HEAD, 'empty');
  return { at, keeper, told };
}

describe('a draft that is filled in', () => {
  it('is not saved while nothing was typed', async () => {
    const { at, keeper } = keeping();
    keeper.hold(HEAD, 'empty');
    keeper.flush();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(at.saves).toEqual([]);
  });

  it('lacks at most what was typed within two seconds, though somebody types without a pause', async () => {
    const { at, keeper } = keeping(700);
    const typed: { content: string; when: number }[] = [];
    for (let count = 1; count <= 200; count += 1) {
      const content = 'x'.repeat(count);
      typed.push({ content, when: Date.now() });
      keeper.hold(HEAD, content);
      await vi.advanceTimersByTimeAsync(100);
    }
    await vi.advanceTimersByTimeAsync(2_000);
    for (const { content, when } of typed) {
      const saved = at.saves.find((save) => save.content.length >= content.length);
      expect((saved?.begun ?? Number.POSITIVE_INFINITY) - when).toBeLessThan(2_000);
    }
    expect(at.kept).toHaveLength(200);
    expect(at.saves.length).toBeLessThanOrEqual(20);
  });

  it('is saved again after the host was away, and says so meanwhile', async () => {
    const { at, keeper, told } = keeping();
    at.failures.push(new Unreachable(), new Unreachable());
    keeper.hold(HEAD, 'typed');
    await vi.advanceTimersByTimeAsync(20_000);
    expect(told.map(({ state }) => state)).toEqual(['failed', 'failed', 'saved']);
    expect(at.kept).toBe('typed');
  });

  it('is left alone once another window has saved it, until this one is to prevail', async () => {
    const { at, keeper, told } = keeping();
    keeper.hold(HEAD, 'mine');
    await vi.advanceTimersByTimeAsync(5_000);
    await Promise.all([at.put(HEAD, 'theirs', undefined), vi.advanceTimersByTimeAsync(500)]);
    keeper.hold(HEAD, 'mine too');
    await vi.advanceTimersByTimeAsync(5_000);
    keeper.hold(HEAD, 'mine as well');
    await vi.advanceTimersByTimeAsync(60_000);
    expect(at.kept).toBe('theirs');
    expect(told.at(-1)?.state).toBe('elsewhere');
    keeper.overrule();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(at.kept).toBe('mine as well');
  });

  it('is gone once the form was sent, though a save was under way, and the next form is another beginning', async () => {
    const { at, keeper } = keeping(500);
    keeper.hold(HEAD, 'typed');
    await vi.advanceTimersByTimeAsync(1_200);
    keeper.hold(HEAD, 'typed on');
    await Promise.all([keeper.forget(), vi.advanceTimersByTimeAsync(5_000)]);
    expect(at.kept).toBeUndefined();
    keeper.hold(HEAD, 'empty again');
    await vi.advanceTimersByTimeAsync(5_000);
    expect(at.kept).toBeUndefined();
    keeper.hold(HEAD, 'another');
    await vi.advanceTimersByTimeAsync(5_000);
    expect(at.kept).toBe('another');
  });

  it('of the next form is kept, though it is typed while the one before is still being saved and deleted', async () => {
    for (const wait of [0, 100, 400, 600, 900, 1_100]) {
      const { at, keeper } = keeping(500);
      keeper.hold(HEAD, 'typed');
      await vi.advanceTimersByTimeAsync(1_200);
      const gone = keeper.forget();
      keeper.hold(HEAD, 'empty again');
      await vi.advanceTimersByTimeAsync(wait);
      keeper.hold(HEAD, 'the next');
      await Promise.all([gone, vi.advanceTimersByTimeAsync(5_000)]);
      expect(at.kept, `typed ${wait} ms later`).toBe('the next');
    }
  });

  it('of the next form is none before something is typed, though the save of the one before was under way', async () => {
    const { at, keeper } = keeping(500);
    keeper.hold(HEAD, 'typed');
    await vi.advanceTimersByTimeAsync(1_200);
    const gone = keeper.forget();
    keeper.hold(HEAD, 'empty again');
    await Promise.all([gone, vi.advanceTimersByTimeAsync(10_000)]);
    expect([at.kept, at.saves.map(({ content }) => content)]).toEqual([undefined, ['typed']]);
  });

  it('is saved at once where the page is left', async () => {
    const { at, keeper } = keeping(0);
    keeper.hold(HEAD, 'typed');
    keeper.flush();
    await vi.advanceTimersByTimeAsync(1);
    expect(at.kept).toBe('typed');
  });
});
