import type { Observer } from "../../cni/log/observer.ts";

/** A step that was made, and those that it was made of. */
export interface PlanStep {
  /** `create bridge cni0`, `ADD of host-local` */
  readonly step: string;
  readonly steps: PlanStep[];
  /** Why it cannot be made. */
  failure?: string;
  /** What the step would do is not known. */
  isUnknown?: true;
}

/** Notes what plugins do, in order. They do one thing after the other, so the step last begun is the one being made. */
export class StepNotes implements Observer {
  readonly steps: PlanStep[] = [];
  readonly warnings: string[] = [];
  #current: PlanStep[] = this.steps;

  async step<T>(what: string, run: () => Promise<T>): Promise<T> {
    const outer = this.#current;
    const noted: PlanStep = { step: what, steps: [] };
    outer.push(noted);
    this.#current = noted.steps;
    try {
      return await run();
    } catch (error) {
      noted.failure = error instanceof Error ? error.message : String(error);
      throw error;
    } finally {
      this.#current = outer;
    }
  }

  warn(message: string): void {
    this.warnings.push(message);
  }
}
