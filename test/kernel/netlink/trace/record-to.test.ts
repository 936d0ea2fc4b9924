import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import t, { type Test } from "tap";
import { openRouteClient, RouteClient } from "../../../../src/netlink/index.ts";
import { decodeTrace, ReplayDifference, recordTo, replayFrom } from "../../../../src/netlink/trace/index.ts";
import { NETLINK_ROUTE } from "../../../../src/netlink/uapi/netlink.ts";
import { guardHost } from "../../../harness/host-guard.ts";
import { needs } from "../../../harness/needs.ts";
import { makeNetns } from "../../../harness/netns.ts";

needs({ kernel: ["bridge"] }, t);
guardHost(t);

function makePath(t: Test): string {
  const folder = mkdtempSync(join(tmpdir(), "cits-record-"));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, "run.nltrace");
}

async function work(client: RouteClient): Promise<unknown> {
  await client.link.add({ ifname: "br7", linkinfo: { kind: "bridge", data: {} } });
  const refusal = await client.link.add({ ifname: "br7", linkinfo: { kind: "bridge", data: {} } }).catch(String);
  return [refusal, await client.link.list(), await client.addr.list()];
}

t.test("a program is recorded, and its transport played back", async (t) => {
  const { path: netns } = makeNetns(t, "rec");
  const path = makePath(t);
  let seen: unknown;
  {
    using recording = await recordTo(path, { header: { program: "links" } });
    t.ok(recording);
    using client = await openRouteClient({ netns });
    seen = await work(client);
  }
  const { header, events, damage } = decodeTrace(readFileSync(path));
  t.equal(damage, undefined);
  t.match(header, { program: "links", machine: { system: "Linux" }, environment: {} });
  const [socket] = events.flatMap(({ event }) => (event.case === "socketOpened" ? [event.value] : []));
  t.match(socket, { protocol: NETLINK_ROUTE, namespace: netns });

  using again = new RouteClient(replayFrom(path, { protocol: NETLINK_ROUTE }));
  t.strictSame(await work(again), seen);

  using other = new RouteClient(replayFrom(path, { protocol: NETLINK_ROUTE }));
  await t.rejects(other.link.list(), ReplayDifference);
});

t.test("after it, nothing is recorded any more, and a file that is there is not written over", async (t) => {
  const path = makePath(t);
  {
    using _ = await recordTo(path);
  }
  const before = readFileSync(path);
  using client = await openRouteClient();
  await client.link.list();
  t.ok(readFileSync(path).equals(before));
  await t.rejects(recordTo(path), { code: "EEXIST" });
});
