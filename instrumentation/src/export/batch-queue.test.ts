import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { BatchQueue, type Sent } from './batch-queue.ts';

const LIMITS = { maxItems: 10, maxBytes: 1000, maxBatch: 3, delayMs: 100 };

let sent: number[][];
let answer: Sent;
let troubles: string[];
let queue: BatchQueue<number>;

beforeEach(() => {
  vi.useFakeTimers();
  sent = [];
  troubles = [];
  answer = { kind: 'accepted' };
  queue = new BatchQueue<number>({
    limits: LIMITS,
    random: () => 1,
    onTrouble: (reason) => troubles.push(reason),
    send: async (items) => {
      sent.push([...items]);
      return answer;
    },
  });
});

afterEach(() => {
  vi.useRealTimers();
});

const add = (...items: number[]) => {
  for (const item of items) queue.add(item, 10);
};

describe('a queue', () => {
  it('waits for company, and no longer than the delay', async () => {
    add(1, 2);
    await vi.advanceTimersByTimeAsync(99);
    expect(sent).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(sent).toEqual([[1, 2]]);
  });

  it('sends a full batch at once, and what is left after it', async () => {
    add(1, 2, 3, 4, 5, 6, 7);
    await vi.advanceTimersByTimeAsync(1);
    expect(sent).toEqual([
      [1, 2, 3],
      [4, 5, 6],
    ]);
    await vi.advanceTimersByTimeAsync(100);
    expect(sent.at(-1)).toEqual([7]);
    expect(queue.size).toBe(0);
  });

  it('keeps what was not taken, tries it again ever more rarely, and tells of it once', async () => {
    answer = { kind: 'retry', reason: 'no route' };
    add(1);
    await vi.advanceTimersByTimeAsync(100 + 500 + 1000);
    expect(sent).toEqual([[1], [1], [1]]);
    expect(troubles).toEqual(['no route']);
    answer = { kind: 'accepted' };
    add(2);
    await vi.advanceTimersByTimeAsync(2000 + 100);
    expect(sent.slice(3)).toEqual([[1], [2]]);
    expect(queue.dropped).toBe(0);
  });

  it('waits as long as the receiver asks', async () => {
    answer = { kind: 'retry', reason: 'slow down', afterMs: 5000 };
    add(1);
    await vi.advanceTimersByTimeAsync(100 + 4999);
    expect(sent).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(sent).toHaveLength(2);
  });

  it('drops and counts what does not fit by number', async () => {
    answer = { kind: 'retry', reason: 'down' };
    add(...Array.from({ length: 15 }, (_, index) => index));
    await vi.advanceTimersByTimeAsync(10_000);
    expect([queue.size, queue.dropped]).toEqual([10, 5]);
  });

  it('drops and counts what does not fit by bytes, those on their way included', async () => {
    answer = { kind: 'retry', reason: 'down' };
    queue.add(1, 600);
    await vi.advanceTimersByTimeAsync(100);
    queue.add(2, 500);
    queue.add(3, 400);
    expect([queue.size, queue.dropped]).toEqual([2, 1]);
  });

  it('counts a batch that is refused for good, and goes on with the next', async () => {
    answer = { kind: 'refused', reason: '400' };
    add(1, 2);
    await vi.advanceTimersByTimeAsync(100);
    expect([queue.size, queue.dropped]).toEqual([0, 2]);
  });

  it('sends everything on a flush, and gives up on one that is not taken', async () => {
    add(1, 2, 3, 4);
    await queue.flush();
    expect([sent, queue.size]).toEqual([[[1, 2, 3], [4]], 0]);
    answer = { kind: 'retry', reason: 'down' };
    add(5);
    await queue.flush();
    expect([sent.length, queue.size]).toEqual([3, 1]);
  });

  it('survives a sender that throws', async () => {
    const broken = new BatchQueue<number>({ limits: LIMITS, send: () => Promise.reject(new Error('bug')) });
    broken.add(1, 1);
    await broken.flush();
    expect([broken.size, broken.dropped]).toEqual([0, 1]);
  });
});
