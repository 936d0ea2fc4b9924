import type { Test } from "tap";
import type { LinkInput } from "../../../../src/netlink/route/link/link-message.ts";
import { openRouteClient } from "../../../../src/netlink/route/route-client.ts";
import type { KernelFeature } from "../../../harness/kernel-features.ts";
import { needs } from "../../../harness/needs.ts";
import { ip, makeNetns, type TestNetns } from "../../../harness/netns.ts";
import { runJson } from "../../../harness/run.ts";
import { linkJson } from "../../../netlink/route/link/ip-json.ts";
import { comparable } from "../../../netlink/route/link/ip-json-comparable.ts";
import type { Json } from "../../../netlink/route/link/ip-json-values.ts";

/** One link, made by this library in a namespace that has the pair `v0`, `v1`. */
export interface Creation {
  readonly feature: KernelFeature;
  /** `below` is the index of `v0`. */
  readonly link: (below: number) => LinkInput & { ifname: string };
}

/**
 * Makes the link, and reads it twice: with this library, where everything asked for has to be found, and with iproute2,
 * which has to print what this library's reading of it would look like.
 */
export async function testCreation(t: Test, { feature, link }: Creation): Promise<void> {
  if (!needs({ root: true, tools: ["ip"], kernel: [feature] }, t)) return;
  const netns = makeNetns(t, "link");
  ip(netns, "link add v0 type veth peer name v1");
  using client = await openRouteClient({ netns: netns.path });
  const input = link(await client.link.indexOf("v0"));
  await client.link.add(input);
  const read = await client.link.get(input.ifname);
  t.match(read, input, "this library reads back what it asked for");
  t.notOk((read as { issues?: unknown }).issues, "and everything else");
  const printed = comparable(printedLink(netns, input.ifname));
  t.strictSame(still(linkJson(read)), still(printed), "as does iproute2");
  const listed = (await client.link.list()).find(({ index }) => index === read.index);
  t.strictSame(still(listed), still(read), "a list has it as well");
  await client.link.delete(input.ifname);
  t.equal(await client.link.find(input.ifname), undefined, "and it is gone when it is deleted");
}

export function printedLink(netns: TestNetns, ifname: string): Json {
  const [printed = {}] = runJson<Json[]>(["ip", "-n", netns.name, "-j", "-d", "link", "show", "dev", ifname]);
  return printed;
}

/** Without what goes on by itself: timers, and the counters of IPv6. */
function still(value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  const kept = Object.entries(value).filter(([key]) => !/timer$|^afSpec$/i.test(key));
  return Object.fromEntries(kept.map(([key, inner]) => [key, still(inner)]));
}
