import { TypedError } from "../../src/typed-error.ts";
import type { Cleaner } from "./netns.ts";
import { run } from "./run.ts";

/** A test changed the network of the machine it runs on. */
export class HostChanged extends TypedError {
  readonly code = "ERR_TEST_HOST_CHANGED";
  constructor(what: string, before: string, after: string) {
    super(`the host's ${what} changed\n--- before\n${before}\n--- after\n${after}`);
  }
}

const views: Readonly<Record<string, readonly string[]>> = {
  links: ["ip", "-br", "link"],
  addresses: ["ip", "-br", "address"],
  "IPv4 routes": ["ip", "-4", "route", "show", "table", "all"],
  "IPv6 routes": ["ip", "-6", "route", "show", "table", "all"],
};

/** Takes a picture of the machine's own links, addresses and routes, and fails `t` if they differ when it has ended. */
export function guardHost(t: Cleaner): void {
  const before = takePicture();
  t.teardown(() => {
    const after = takePicture();
    for (const [what, text] of before) {
      const now = after.get(what) ?? "";
      if (now !== text) throw new HostChanged(what, text, now);
    }
  });
}

function takePicture(): ReadonlyMap<string, string> {
  return new Map(Object.entries(views).map(([what, command]) => [what, run(command)]));
}
