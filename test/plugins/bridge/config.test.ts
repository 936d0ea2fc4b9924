import t from "tap";
import { loadBridgeConfig } from "../../../src/plugins/bridge/config.ts";
import { makeCall, outcomeOf } from "../cni-call.ts";

const host = { type: "host-local" };

t.test("what is left out is filled in", (t) => {
  const config = loadBridgeConfig(makeCall({}));
  t.strictSame(config, {
    bridge: "cni0",
    isGateway: false,
    isDefaultGateway: false,
    forceAddress: false,
    ipMasq: undefined,
    mtu: 0,
    hairpinMode: false,
    promiscMode: false,
    vlan: 0,
    vlanTrunk: undefined,
    preserveDefaultVlan: false,
    macspoofchk: false,
    enabledad: false,
    disableContainerInterface: false,
    portIsolation: false,
    mac: "",
    ipamType: "",
  });
  t.equal(loadBridgeConfig(makeCall({ ipMasq: true, ipam: host })).ipMasq, "default");
  t.equal(loadBridgeConfig(makeCall({ ipMasq: true })).ipMasq, undefined, "without addresses there is nothing to do");
  t.match(loadBridgeConfig(makeCall({ isDefaultGateway: true, ipam: host })), {
    isGateway: true,
    isDefaultGateway: true,
    ipamType: "host-local",
  });
  t.strictSame(loadBridgeConfig(makeCall({ vlanTrunk: [] })).vlanTrunk, [], "an empty trunk is not none");
  t.equal(loadBridgeConfig(makeCall({ bridge: null, mtu: null })).bridge, "cni0", "null is as good as absent");
  t.match(loadBridgeConfig(makeCall({ BRIDGE: "br7", IsGateway: true })), { bridge: "br7", isGateway: true });
  t.end();
});

t.test("of three hardware addresses the runtime's counts, then that of args, then that of CNI_ARGS", (t) => {
  const args = "IgnoreUnknown=1;MAC=c2:11:22:33:44:55;K8S_POD_NAME=p";
  const cni = { mac: "c2:11:22:33:44:66" };
  const mac = (config: object, given = args) => loadBridgeConfig(makeCall({ ...config }, { args: given })).mac;
  t.equal(mac({}), "c2:11:22:33:44:55");
  t.equal(mac({ args: { cni } }), "c2:11:22:33:44:66");
  t.equal(mac({ args: { cni }, runtimeConfig: { mac: "C2-11-22-33-44-77" } }), "c2:11:22:33:44:77");
  t.equal(mac({ args: { cni: { mac: "" } } }), "c2:11:22:33:44:55", "an empty one is none");
  t.end();
});

t.test("bad input is refused with the code of the SPEC", (t) => {
  const table: [config: Record<string, unknown>, outcome: string][] = [
    [{ mtu: "1400" }, '6 failed to load netconf: mtu: expected integer, got string "1400"'],
    [{ vlan: 4095 }, "7 invalid VLAN ID 4095 (must be between 0 and 4094)"],
    [{ vlan: -1 }, "7 invalid VLAN ID -1 (must be between 0 and 4094)"],
    [{ vlanTrunk: [{ id: 0 }] }, "7 incorrect trunk id parameter"],
    [{ hairpinMode: true, promiscMode: true }, "7 cannot set hairpin mode and promiscuous mode at the same time"],
    [{ disableContainerInterface: true, ipam: host }, "7 cannot use IPAM when DisableContainerInterface flag is set"],
    [{ bridge: "" }, '7 invalid bridge name ""'],
    [{ bridge: ".." }, '7 invalid bridge name ".."'],
    [{ bridge: "a/b" }, '7 invalid bridge name "a/b"'],
    [{ bridge: "sixteen-bytes-xx" }, '7 invalid bridge name "sixteen-bytes-xx"'],
    [{ runtimeConfig: { mac: "c2:11:22" } }, "7 address c2:11:22: invalid MAC address"],
    [{ cniVersion: "0.2.0" }, "7 cannot convert: no valid IP addresses"],
    [{ ipMasq: true, ipMasqBackend: "pf", ipam: host }, '7 unknown ipmasq backend "pf"'],
  ];
  for (const [config, outcome] of table) {
    const run = () => {
      try {
        return loadBridgeConfig(makeCall(config));
      } catch (error) {
        // skel maps what other layers throw.
        if (error instanceof Error && "code" in error && error.code === "ERR_ADDRESS_INVALID")
          return `7 ${error.message}`;
        throw error;
      }
    };
    t.equal(outcomeOf(run), outcome, JSON.stringify(config));
  }
  t.match(
    outcomeOf(() => loadBridgeConfig(makeCall({}, { args: "MAC" }))),
    /^4 ARGS: invalid pair "MAC"/,
  );
  t.match(
    outcomeOf(() => loadBridgeConfig(makeCall({}, { args: "COLOUR=red" }))),
    /^4 ARGS: unknown args/,
  );
  t.end();
});

t.test("a DEL does not stumble over what only an ADD cannot do", (t) => {
  const configs = [
    { bridge: "" },
    { runtimeConfig: { mac: "c2:11:22" } },
    { cniVersion: "0.2.0" },
    { ipMasq: true, ipMasqBackend: "pf" },
  ];
  for (const config of configs) t.ok(loadBridgeConfig(makeCall(config, { command: "DEL" })), JSON.stringify(config));
  t.end();
});
