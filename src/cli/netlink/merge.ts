/** What any of the lists has, as it comes. Ends when all have ended, and fails when one does. */
export async function* merge<T>(lists: readonly AsyncIterable<T>[]): AsyncGenerator<T, void> {
  const iterators = lists.map((list) => list[Symbol.asyncIterator]());
  const next = async (index: number) => ({ index, result: await (iterators[index] as AsyncIterator<T>).next() });
  const waiting = new Map(iterators.map((_, index) => [index, next(index)]));
  while (waiting.size > 0) {
    const { index, result } = await Promise.race(waiting.values());
    if (result.done === true) {
      waiting.delete(index);
      continue;
    }
    waiting.set(index, next(index));
    yield result.value;
  }
}
