import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import t, { type Test } from "tap";
import { describeEvents } from "../../src/cli/trace/describe-events.ts";
import type { MessageDescription } from "../../src/netlink/describe/index.ts";
import { decodePcap, decodeTrace, encodeTrace, pcapToTrace } from "../../src/netlink/trace/index.ts";
import { FILE_HEADER_SIZE } from "../../src/netlink/trace/pcap/pcap-format.ts";
import { needs } from "../harness/needs.ts";
import { ip, makeNetns, type TestNetns, tryRunIn } from "../harness/netns.ts";

/** What the last program is told. */
const LAST = "EEXIST";

type CapturedMessage = MessageDescription & { readonly way: string | undefined };

/** What goes by on an nlmon device of the namespace during `action`, read as a trace. */
async function capture(t: Test, netns: TestNetns, action: () => void): Promise<readonly CapturedMessage[]> {
  ip(netns, "link add nlmon0 type nlmon");
  ip(netns, "link set nlmon0 up");
  const file = join(mkdtempSync(join(tmpdir(), "nlmon-")), "capture.pcap");
  const dumpcap = ["dumpcap", "-P", "-i", "nlmon0", "-w", file];
  const child = spawn("ip", ["netns", "exec", netns.name, ...dumpcap], { stdio: ["ignore", "ignore", "pipe"] });
  t.teardown(() => child.kill("SIGKILL"));
  const exited = once(child, "exit");
  await new Promise<void>((resolve) => {
    let said = "";
    // It goes on telling how many packets there are: nobody to tell it to would end it.
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      said += text;
      if (said.includes("File:")) resolve();
    });
  });
  action();
  // dumpcap writes what it has every half second, and what it has not taken yet is lost when it ends.
  for (let read = messagesIn(file); ; read = messagesIn(file)) {
    if (read.some(({ outcome }) => outcome?.errnoName === LAST)) break;
    await setTimeout(100);
  }
  child.kill("SIGINT");
  await exited;
  t.equal(decodePcap(new Uint8Array(readFileSync(file))).damage, undefined);
  return messagesIn(file);
}

/** Of a file that may still be written. */
function messagesIn(file: string): readonly CapturedMessage[] {
  const bytes = new Uint8Array(readFileSync(file));
  if (bytes.length < FILE_HEADER_SIZE) return [];
  const { events } = decodeTrace(encodeTrace(pcapToTrace(decodePcap(bytes).packets)));
  return [...describeEvents(events)].flatMap(({ event, messages = [] }) =>
    messages.map((message) => ({ ...message, way: event.event.case })),
  );
}

t.test("what an nlmon device shows is read, each message the way it went", async (t) => {
  if (!needs({ kernel: ["nlmon"], tools: ["ip", "dumpcap"] }, t)) return;
  const netns = makeNetns(t, "nlmon");
  const seen = await capture(t, netns, () => {
    ip(netns, "link add v0 type veth peer name v1");
    tryRunIn(netns, ["ip", "link", "add", "v0", "type", "veth", "peer", "name", "v2"]);
  });
  const created = { ifname: "v0", linkinfo: { kind: "veth", data: { peer: { ifname: "v1" } } } };
  t.match(
    seen.find(({ way, body }) => way === "sent" && "linkinfo" in (body ?? {})),
    { name: "RTM_NEWLINK", body: created },
  );
  t.match(
    seen.find(({ outcome }) => outcome?.errnoName === LAST),
    { way: "received", name: "NLMSG_ERROR", outcome: { request: "RTM_NEWLINK" } },
  );
});
