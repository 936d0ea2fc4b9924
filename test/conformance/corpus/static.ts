import type { ConformanceCase } from "../case.ts";
import type { JsonObject } from "../json.ts";
import { CNI_VERSIONS } from "./versions.ts";

const ADDRESSES = [
  { address: "10.1.0.5/24", gateway: "10.1.0.1" },
  { address: "fd00:1::5/64", gateway: "fd00:1::1" },
];

function fixed(ipam: JsonObject = { addresses: ADDRESSES }, extra: JsonObject = {}): JsonObject {
  return { cniVersion: "1.1.0", name: "net", type: "static", ipam: { type: "static", ...ipam }, ...extra };
}

const VERSIONS: readonly ConformanceCase[] = CNI_VERSIONS.map((cniVersion) => ({
  name: `static/version-${cniVersion}`,
  config: fixed(
    {
      addresses: ADDRESSES,
      routes: [
        { dst: "0.0.0.0/0" },
        { dst: "10.20.0.0/16", gw: "10.1.0.9", table: 0, scope: 0 },
        { dst: "::/0", gw: "fd00:1::9" },
      ],
      dns: { nameservers: ["192.0.2.1"], domain: "a.test", search: ["b.test"], options: ["ndots:1"] },
    },
    { cniVersion },
  ),
}));

const SOURCES: readonly ConformanceCase[] = [
  { name: "static/no-addresses", config: fixed({}) },
  {
    name: "static/no-addresses-version-0.2.0",
    config: fixed({}, { cniVersion: "0.2.0" }),
    failure: { code: 7, says: ["no valid IP addresses"] },
  },
  {
    name: "static/addresses-by-cni-args",
    config: fixed(),
    steps: [
      { verb: "ADD", env: { CNI_ARGS: "IP=10.5.0.1/24,10.6.0.1/24;GATEWAY=10.5.0.254,10.6.0.254,10.1.0.254" } },
      { verb: "DEL" },
    ],
  },
  {
    name: "static/addresses-by-args",
    config: fixed({ addresses: ADDRESSES }, { args: { cni: { ips: ["10.7.0.1/24"] } } }),
    steps: [{ verb: "ADD" }, { verb: "DEL" }],
  },
  {
    name: "static/addresses-by-runtime-config",
    config: fixed({ addresses: ADDRESSES }, { runtimeConfig: { ips: ["10.8.0.1/24", "fd00:8::1/64"] } }),
    steps: [{ verb: "ADD" }, { verb: "DEL" }],
  },
  {
    name: "static/address-precedence",
    config: fixed(
      { addresses: ADDRESSES },
      { args: { cni: { ips: ["10.7.0.1/24"] } }, runtimeConfig: { ips: ["10.8.0.1/24"] } },
    ),
    steps: [{ verb: "ADD", env: { CNI_ARGS: "IP=10.5.0.1/24" } }, { verb: "DEL" }],
  },
  {
    name: "static/routes-with-several-gateways",
    config: fixed({
      addresses: ADDRESSES,
      routes: [
        { dst: "10.9.0.0/16", gw: "10.1.0.1" },
        { dst: "10.9.0.0/16", gw: "10.1.0.2" },
      ],
    }),
  },
  {
    name: "static/address-mapped-into-ipv6",
    config: fixed({ addresses: [{ address: "::ffff:10.1.0.5/120" }] }),
    steps: [{ verb: "ADD" }],
  },
];

const FAILURES: readonly ConformanceCase[] = [
  {
    name: "static/invalid",
    config: fixed(),
    steps: [
      {
        verb: "ADD",
        label: "ADD no CIDR",
        config: { ipam: { type: "static", addresses: [{ address: "10.1.0.5" }] } },
        failure: { code: 7, says: ["10.1.0.5"] },
      },
      {
        verb: "ADD",
        label: "ADD bad gateway",
        config: { ipam: { type: "static", addresses: [{ address: "10.1.0.5/24", gateway: "zz" }] } },
        failure: { code: 7, says: ["zz"] },
      },
      {
        verb: "ADD",
        label: "ADD args no CIDR",
        env: { CNI_ARGS: "IP=10.5.0.1" },
        failure: { code: 4, says: ["10.5.0.1"] },
      },
      {
        verb: "ADD",
        label: "ADD args bad gateway",
        env: { CNI_ARGS: "IP=10.5.0.1/24;GATEWAY=q" },
        failure: { code: 4, says: ["q"] },
      },
      {
        verb: "ADD",
        label: "ADD runtime no CIDR",
        config: { runtimeConfig: { ips: ["10.8.0.1"] } },
        failure: { code: 7, says: ["10.8.0.1"] },
      },
      {
        verb: "ADD",
        label: "ADD cni no CIDR",
        config: { args: { cni: { ips: ["10.8.0.1"] } } },
        failure: { code: 7, says: ["10.8.0.1"] },
      },
      {
        verb: "ADD",
        label: "ADD two in 0.2.0",
        config: {
          cniVersion: "0.2.0",
          ipam: { type: "static", addresses: [{ address: "10.1.0.5/24" }, { address: "10.1.0.6/24" }] },
        },
        failure: { code: 7, says: ["0.2.0"] },
      },
      {
        verb: "ADD",
        label: "ADD wrong type",
        config: { ipam: { type: "static", addresses: "10.1.0.5/24" } },
        failure: { code: 6, says: ["addresses"] },
      },
      { verb: "ADD", label: "ADD without ipam", config: { ipam: null }, failure: { code: 7, says: ["ipam"] } },
      { verb: "DEL", label: "DEL wrong type", config: { ipam: { type: "static", addresses: "10.1.0.5/24" } } },
    ],
  },
  {
    name: "static/check",
    config: fixed(),
    steps: [
      { verb: "CHECK", label: "CHECK without prevResult", failure: { code: 7, says: ["prevResult"] } },
      {
        verb: "CHECK",
        label: "CHECK other gateway",
        prevResult: { cniVersion: "1.1.0", ips: [{ address: "10.1.0.5/24", gateway: "10.1.0.99" }] },
        failure: { code: 100, says: ["10.1.0"] },
      },
      {
        verb: "CHECK",
        label: "CHECK address absent",
        prevResult: { cniVersion: "1.1.0", ips: [{ address: "10.1.0.77/24" }] },
      },
    ],
  },
];

export const STATIC_CASES: readonly ConformanceCase[] = [...VERSIONS, ...SOURCES, ...FAILURES];
