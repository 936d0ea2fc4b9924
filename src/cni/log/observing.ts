// Loaded when somebody observes: no other start pays for asynchronous contexts.
import { AsyncLocalStorage } from "node:async_hooks";
import { type Observer, setObserverFinder } from "./observer.ts";

const observers = new AsyncLocalStorage<Observer>();

/** Runs `action`, and all that it waits for, before the eyes of an observer. Calls beside it are another's. */
export function observing<T>(observer: Observer, action: () => Promise<T>): Promise<T> {
  setObserverFinder(() => observers.getStore());
  return observers.run(observer, action);
}
