/** Ports from `start` to `end`, both included; `not` for all others. */
export interface PortTest {
  start: number;
  end: number;
  not?: true;
}

const MAX_PORT = 0xffff;

/** The test that struct members stand for; undefined where it is none. */
export function readPorts(start: number, end: number, inverted: boolean): PortTest | undefined {
  if (inverted) return { start, end, not: true };
  return start === 0 && end === MAX_PORT ? undefined : { start, end };
}

/** Struct members of a test, `[start, end, inverted]`. */
export function writePorts(test: PortTest | undefined): [start: number, end: number, inverted: boolean] {
  return [test?.start ?? 0, test?.end ?? MAX_PORT, test?.not === true];
}

/** Options with both sides' tests in the order of iptables: `--sport 1024:65535 ! --dport 80`. */
export function formatPorts(tests: { readonly sport?: PortTest; readonly dport?: PortTest }): string[] {
  return (["sport", "dport"] as const).flatMap((side) => {
    const test = tests[side];
    if (test === undefined) return [];
    const ports = test.start === test.end ? test.start : `${test.start}:${test.end}`;
    return `${test.not === true ? "! " : ""}--${side} ${ports}`;
  });
}
