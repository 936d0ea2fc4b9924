/** Somebody who is told what a call does: a log, or `cni-ts plan`. */
export interface Observer {
  /** Runs a step of a verb and notes how it went. */
  step<T>(what: string, run: () => Promise<T>): Promise<T>;
  /** One line for people. */
  warn(message: string): void;
}

type Find = () => Observer | undefined;

let find: Find | undefined;

/** Who is told of the call that is running; undefined, the usual case, when nobody is. */
export function findObserver(): Observer | undefined {
  return find?.();
}

/** Sets how the observer of the running call is found; `observing` is the one to do so. */
export function setObserverFinder(finder: Find): void {
  find = finder;
}
