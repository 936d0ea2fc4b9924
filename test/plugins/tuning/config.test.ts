import t from "tap";
import type { CniCommand } from "../../../src/cni/version/negotiate.ts";
import { loadDataDir, loadTuningConfig } from "../../../src/plugins/tuning/config.ts";
import { makeCall, outcomeOf } from "../cni-call.ts";

interface Options {
  readonly command?: CniCommand;
  readonly args?: string;
}

function load(config: Readonly<Record<string, unknown>>, options: Options = {}) {
  return loadTuningConfig(makeCall({ type: "tuning", ...config }, options));
}

function refusal(config: Readonly<Record<string, unknown>>, options: Options = {}): unknown {
  return outcomeOf(() => load(config, options));
}

const NOTHING = { mac: undefined, promisc: undefined, mtu: undefined, allmulti: undefined, txQLen: undefined };

t.test("a configuration that asks for nothing", async (t) => {
  const nothing = { sysctls: new Map(), sysctlNames: [], link: undefined, mac: "", dataDir: "/run/cni/tuning" };
  t.strictSame(load({}), nothing);
  const empty = { sysctl: {}, mac: "", promisc: false, mtu: 0, allmulti: null, txQLen: null, dataDir: "" };
  t.strictSame(load(empty), nothing);
});

t.test("every setting, and over it that of args.cni", async (t) => {
  const conf = { mac: "c2:11:22:33:44:55", promisc: true, mtu: 1400, allmulti: true, txQLen: 5 };
  t.strictSame(load(conf).link, conf);
  const over = { mac: "C2-11-22-33-44-66", promisc: false, mtu: 0, allmulti: false, txQLen: 0 };
  const { link, mac } = load({ ...conf, args: { cni: over } });
  t.strictSame(link, { ...NOTHING, mac: "c2:11:22:33:44:66", allmulti: false, txQLen: 0 });
  t.equal(mac, "C2-11-22-33-44-66", "as it was written");
  t.strictSame(load({ args: { cni: conf } }).link, conf, "alone");
  t.strictSame(load({ allmulti: false }).link, { ...NOTHING, allmulti: false });
});

t.test("the hardware address: configuration, CNI_ARGS, runtime, args, the last counts", async (t) => {
  const mac = (index: number) => `c2:11:22:33:44:0${index}`;
  const runtimeConfig = { mac: mac(3) };
  const cni = { mac: mac(4) };
  t.equal(load({ mac: mac(1) }).mac, mac(1));
  t.equal(load({ mac: mac(1) }, { args: "MAC=" }).mac, mac(1));
  t.equal(load({ mac: mac(1) }, { args: `MAC=${mac(2)}` }).mac, mac(2));
  t.equal(load({ mac: mac(1), runtimeConfig }, { args: `MAC=${mac(2)}` }).mac, mac(3));
  t.equal(load({ mac: mac(1), runtimeConfig, args: { cni } }, { args: `MAC=${mac(2)}` }).mac, mac(4));
  t.equal(load({ mac: mac(1), runtimeConfig, args: { cni: { mac: "" } } }).mac, "", "taken away");
  t.equal(refusal({}, { args: "X=1" }), '4 ARGS: unknown args ["X=1"]');
  t.equal(load({}, { args: "X=1;IgnoreUnknown=1" }).mac, "");
});

t.test("sysctls of the configuration and of args, also without the former", async (t) => {
  const both = { sysctl: { "net.a": "1", "net/b": "2" }, args: { cni: { sysctl: { "net/a": "3", "net.c": "4" } } } };
  t.strictSame(
    [...load(both).sysctls],
    [
      ["net/a", "3"],
      ["net/b", "2"],
      ["net/c", "4"],
    ],
  );
  t.strictSame(load(both).sysctlNames, ["net.a", "net/b", "net/a", "net.c"]);
  t.strictSame([...load({ args: { cni: { sysctl: { "net.c": "4" } } } }).sysctls], [["net/c", "4"]]);
});

t.test("what cannot be is refused with code 7", async (t) => {
  const address = "address zz: invalid MAC address";
  t.equal(refusal({ mac: "zz" }), `7 invalid args zz for MAC addr: ${address}`);
  t.equal(refusal({ mtu: -1 }), "7 mtu must be between 0 and 4294967295, got -1");
  t.equal(refusal({ args: { cni: { txQLen: 2 ** 32 } } }), "7 txQLen must be between 0 and 4294967295, got 4294967296");
  t.equal(refusal({ dataDir: "run" }), '7 dataDir must be an absolute path without "..": run');
  t.equal(refusal({ mtu: "x" }), '6 failed to load netconf: mtu: expected integer, got string "x"');
});

t.test("a DEL looks at dataDir only", async (t) => {
  const wrong = { mac: "zz", mtu: -1, sysctl: { kernel: "1" }, txQLen: "x", dataDir: "/d/" };
  t.equal(loadDataDir(makeCall(wrong, { command: "DEL", args: "X=1" })), "/d");
  t.equal(loadDataDir(makeCall({}, { command: "DEL" })), "/run/cni/tuning");
});
