import t from "tap";
import { parseIpAddress } from "../../../src/addr/ip-address.ts";
import { formatIpPrefix, parseIpPrefix } from "../../../src/addr/ip-prefix.ts";
import { encodeResult } from "../../../src/cni/types/encode-result.ts";
import { EMPTY_RESULT, type IpConfig, type Route } from "../../../src/cni/types/result.ts";
import { loadBridgeConfig } from "../../../src/plugins/bridge/config.ts";
import { assignGateways } from "../../../src/plugins/bridge/gateways.ts";
import { makeCall } from "../cni-call.ts";

/** `10.1.0.5/16` or `10.1.0.5/16 10.1.0.1` */
function ip(text: string): IpConfig {
  const [address = "", gateway] = text.split(" ");
  return { address: parseIpPrefix(address), ...(gateway === undefined ? {} : { gateway: parseIpAddress(gateway) }) };
}

/** `0.0.0.0/0` or `0.0.0.0/0 10.1.0.1` */
function route(text: string): Route {
  const [dst = "", gw] = text.split(" ");
  return { dst: parseIpPrefix(dst), ...(gw === undefined ? {} : { gw: parseIpAddress(gw) }) };
}

/** What the container is told, as JSON has it, and the bridge's addresses. */
function assign(options: Record<string, unknown>, { ips, routes = [] }: { ips: string[]; routes?: string[] }) {
  const ipam = { ...EMPTY_RESULT, ips: ips.map(ip), routes: routes.map(route) };
  const { result, gateways } = assignGateways(ipam, loadBridgeConfig(makeCall(options)));
  const printed = JSON.parse(JSON.stringify(encodeResult(result, "1.1.0")));
  return { ips: printed.ips, routes: printed.routes ?? [], gateways: gateways.map(formatIpPrefix) };
}

t.test("a bridge that is no gateway leaves everything as IPAM gave it", (t) => {
  t.strictSame(assign({}, { ips: ["10.1.0.5/16", "fd00::5/64 fd00::1"], routes: ["10.2.0.0/16"] }), {
    ips: [
      { address: "10.1.0.5/16", interface: 2 },
      { address: "fd00::5/64", gateway: "fd00::1", interface: 2 },
    ],
    routes: [{ dst: "10.2.0.0/16" }],
    gateways: [],
  });
  t.end();
});

t.test("a gateway is the first address of the subnet where IPAM named none, IPv4 first", (t) => {
  const ips = ["fd00:1::5/64", "10.1.0.5/16", "10.2.3.4/24 10.2.3.254"];
  const { gateways, routes } = assign({ isGateway: true }, { ips });
  t.strictSame(gateways, ["10.1.0.1/16", "10.2.3.254/24", "fd00:1::1/64"]);
  t.strictSame(routes, []);
  t.end();
});

t.test("default routes: one a family, unless IPAM has one with a gateway", (t) => {
  const ips = ["10.1.0.5/16", "10.2.0.5/16", "fd00:1::5/64"];
  const defaults = (routes: string[]) => assign({ isDefaultGateway: true }, { ips, routes }).routes;
  t.strictSame(defaults([]), [
    { dst: "0.0.0.0/0", gw: "10.1.0.1" },
    { dst: "::/0", gw: "fd00:1::1" },
  ]);
  t.strictSame(defaults(["0.0.0.0/0 10.1.0.9"]), [
    { dst: "0.0.0.0/0", gw: "10.1.0.9" },
    { dst: "::/0", gw: "fd00:1::1" },
  ]);
  t.strictSame(
    defaults(["0.0.0.0/0", "::/0 fd00:1::9"]),
    [{ dst: "0.0.0.0/0" }, { dst: "::/0", gw: "fd00:1::9" }, { dst: "0.0.0.0/0", gw: "10.1.0.1" }],
    "one without a gateway is none",
  );
  t.end();
});
