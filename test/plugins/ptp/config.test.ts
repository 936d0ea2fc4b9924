import t from "tap";
import { parseIpAddress } from "../../../src/addr/ip-address.ts";
import { parseIpPrefix } from "../../../src/addr/ip-prefix.ts";
import { loadPtpConfig } from "../../../src/plugins/ptp/config.ts";
import { listEnds } from "../../../src/plugins/ptp/routes.ts";
import { makeCall, outcomeOf } from "../cni-call.ts";

const ipam = { type: "host-local" };

t.test("configuration", (t) => {
  t.strictSame(loadPtpConfig(makeCall({ ipam })), { mtu: 0, ipMasq: undefined });
  t.strictSame(loadPtpConfig(makeCall({ ipam, MTU: 1400 })), { mtu: 1400, ipMasq: undefined });
  t.equal(
    outcomeOf(() => loadPtpConfig(makeCall({ ipam, ipMasq: true, ipMasqBackend: "pf" }))),
    '7 unknown ipmasq backend "pf"',
  );
  t.equal(
    outcomeOf(() => loadPtpConfig(makeCall({}))),
    "7 no plugin name provided",
  );
  t.match(
    outcomeOf(() => loadPtpConfig(makeCall({ ipam, mtu: "big" }))),
    /^6 failed to load netconf: mtu: /,
  );
  t.equal(loadPtpConfig(makeCall({ ipam, ipMasq: true, ipMasqBackend: "nftables" })).ipMasq, "nftables");
  t.equal(loadPtpConfig(makeCall({ ipam, ipMasqBackend: "pf" })).ipMasq, undefined);
  const del = loadPtpConfig(makeCall({ ipMasq: true, ipMasqBackend: "pf" }, { command: "DEL" }));
  t.strictSame(del, { mtu: 0, ipMasq: "default" }, "DEL goes on, and cleans everywhere");
  t.end();
});

t.test("what both ends know of an address", (t) => {
  const address = parseIpPrefix("10.1.2.5/16");
  t.strictSame(listEnds([{ address, gateway: parseIpAddress("10.1.0.1") }]), [
    {
      address: "10.1.2.5",
      hostPrefix: "10.1.2.5/32",
      subnet: "10.1.0.0/16",
      gateway: "10.1.0.1",
      gatewayPrefix: "10.1.0.1/32",
    },
  ]);
  const without = "7 ptp needs a gateway, and IPAM gave none for 10.1.2.5/16";
  t.equal(
    outcomeOf(() => listEnds([{ address }])),
    without,
  );
  t.end();
});
