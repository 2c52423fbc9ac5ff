/**
 * A heap of what is still to come, earliest first; what is due at the same time comes in the order in
 * which it was put in.
 */
export class EventQueue<T> {
  readonly #heap: { readonly at: number; readonly turn: number; readonly item: T }[] = [];
  #turn = 0;

  put(at: number, item: T): void {
    const heap = this.#heap;
    const entry = { at, turn: this.#turn++, item };
    let i = heap.length;
    heap.push(entry);
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if (!isBefore(entry, heap[parent]!)) break;
      heap[i] = heap[parent]!;
      i = parent;
    }
    heap[i] = entry;
  }

  /** Takes out, one by one, what is due before `at`. */
  *takeBefore(at: number): Generator<T, void> {
    while (this.#heap.length > 0 && this.#heap[0]!.at < at) yield this.#take();
  }

  #take(): T {
    const heap = this.#heap;
    const first = heap[0]!;
    const last = heap.pop()!;
    if (heap.length === 0) return first.item;
    let i = 0;
    for (;;) {
      let child = 2 * i + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && isBefore(heap[child + 1]!, heap[child]!)) child++;
      if (!isBefore(heap[child]!, last)) break;
      heap[i] = heap[child]!;
      i = child;
    }
    heap[i] = last;
    return first.item;
  }
}

interface Turn {
  readonly at: number;
  readonly turn: number;
}

function isBefore(a: Turn, b: Turn): boolean {
  return a.at < b.at || (a.at === b.at && a.turn < b.turn);
}
