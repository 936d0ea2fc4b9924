import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import t from "tap";
import * as entry from "../../src/netlink/index.ts";
import * as testing from "../../src/netlink/testing/index.ts";
import { needs } from "../harness/needs.ts";
import { run, runJson } from "../harness/run.ts";
import { bunPath, projectRoot } from "./bun.ts";
import { throws } from "./errors.ts";

// What users import. A name that goes, or that comes by accident, breaks somebody: change this list on purpose.
const names = `
  Exchange LibcError NetlinkError Netns NetnsError RouteClient TransportError TypedError WireError
  actionMessage addrMessage classMessage createNetns decodeAddress decodeFilter decodeRoute decodeRule errno fibRules filterMessage
  formatAddrGenMode formatBridgeId formatBridgePortState formatIpvlanFlags formatIpvlanMode formatLinkFlags
  formatLinkMode formatLinkType formatMacvlanMode formatMulticastRouter formatOperstate formatTcHandle formatTunType
  formatVlanProtocol genStats hasKind hasPortKind ifAddr ifArp ifBridge ifEther ifLink ifTun inNetns isAction isFilter
  isNetlinkError isQdisc isTcClass htbClassOptions htbOptions limitOfLatency linkMessage loadLibc lwtunnel messageAttr messageCodec neighMessage neighbour
  netIf netlink netnsIdentity nsidMessage openBlockingTransport openEventTransport openMonitor openNetns openOwnNetns openRouteClient
  openRouteMonitor routeTopics
  parseIpvlanMode parseMacvlanMode parseTcHandle pktCls pktSched qdiscMessage registerLinkKind registerPortKind
  routeMessage rtnetlink ruleMessage socket tbfOptions tcGact tcMirred tcSkbedit tcVlan ticksToUs transmitBytes transmitTicks usToTicks wire
`;
const wireNames = `
  WireError Writer arrayOf attr attrSet be16 be32 be64 bool8 bytes field flag ip ipv4 ipv6 list lladdr multi nest s32 s64 s8 sbe32
  str struct structCodec u16 u32 u64 u8 uint unflaggedNest unterminated variant
`;
const testingNames = "acknowledge answer datagram done hexDiff hexDump refuse scriptedTransport";

const words = (text: string): string[] => text.trim().split(/\s+/).sort();

t.test("the names of cni-ts/netlink", (t) => {
  t.same(Object.keys(entry).sort(), words(names));
  t.same(Object.keys(entry.wire).sort(), words(wireNames));
  t.same(Object.keys(testing).sort(), words(testingNames));
  t.end();
});

t.test("as a package: the same names in Node and in Bun", (t) => {
  const built = ["index.js", "testing/index.js"].map((file) => `${projectRoot()}/dist/lib/netlink/${file}`);
  if (!needs({ files: [...built, bunPath()] }, t)) return;
  for (const [specifier, expected] of [
    ["cni-ts/netlink", words(names)],
    ["cni-ts/netlink/testing", words(testingNames)],
  ] as const) {
    const program = `const it = await import("${specifier}"); console.log(JSON.stringify(Object.keys(it).sort()))`;
    for (const command of [
      [process.execPath, "--input-type=module", "-e", program],
      [bunPath(), "-e", program],
    ]) {
      t.same(runJson(command, { cwd: projectRoot() }), expected, `${specifier} in ${command[0]}`);
    }
  }
  t.end();
});

const consumer = `
  import { type LinkInput, registerLinkKind, wire } from "cni-ts/netlink";
  declare module "cni-ts/netlink" {
    interface LinkKinds {
      gtp: { role?: number };
    }
  }
  const { attr, attrSet, nest, u32, Writer } = wire;
  registerLinkKind("gtp", nest(attrSet("IFLA_GTP", { role: attr(4, u32) })));
  export const right: LinkInput = { ifname: "g0", linkinfo: { kind: "gtp", data: { role: 1 } } };
  // @ts-expect-error the data of a registered kind is checked
  export const wrong: LinkInput = { linkinfo: { kind: "gtp", data: { rolle: 1 } } };
`;

t.test("a kind of one's own: registered, typed by declaration merging, encoded and decoded", async (t) => {
  if (!needs({ files: [`${projectRoot()}/dist/lib/netlink/index.js`, bunPath()] }, t)) return;
  const folder = mkdtempSync(join(projectRoot(), "build/consumer-"));
  t.teardown(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, "gtp.ts"), consumer);
  const config = {
    extends: "../../tsconfig.json",
    compilerOptions: { noEmit: false, paths: {} },
    include: ["*.ts"],
    exclude: [],
  };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(config));
  // With the hooks of tap in NODE_OPTIONS the compiler's program does not start.
  run([
    "env",
    "-u",
    "NODE_OPTIONS",
    process.execPath,
    join(projectRoot(), "node_modules/typescript/bin/tsc"),
    "-p",
    folder,
  ]);

  const program = (await import(join(folder, "gtp.js"))) as Record<"right" | "wrong", entry.LinkInput>;
  const { linkMessage, wire } = await import("cni-ts/netlink");
  const writer = new wire.Writer();
  linkMessage.encode(writer, program.right);
  const bytes = writer.finish();
  const link = linkMessage.decode(new DataView(bytes.buffer, bytes.byteOffset), 0, bytes.length);
  t.same(link.linkinfo, { kind: "gtp", data: { role: 1 } });
  throws(t, () => linkMessage.encode(new wire.Writer(), program.wrong), { path: ["linkinfo", "data", "rolle"] });
});
