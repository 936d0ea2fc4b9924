// The inner half of `npm start`: the network namespace it runs in is the "host", and it makes two more as containers.

import { basename } from "node:path";
import { formatIpAddress, isLoopbackAddress } from "../../src/addr/ip-address.ts";
import { readPlace } from "../../src/cli/inventory/place.ts";
import { drawTree } from "../../src/cli/show/tree.ts";
import { addNetworkList } from "../../src/cni/libcni/add.ts";
import type { AttachmentOptions } from "../../src/cni/libcni/attachment-options.ts";
import { checkNetworkList } from "../../src/cni/libcni/check.ts";
import { delNetworkList } from "../../src/cni/libcni/del.ts";
import { loadNetworkList } from "../../src/cni/libcni/network-files.ts";
import type { NetworkList } from "../../src/cni/libcni/network-list.ts";
import { formatResult } from "../../src/cni/types/encode-result.ts";
import type { Result } from "../../src/cni/types/result.ts";
import { DEFAULT_CNI_VERSION, isCniVersion } from "../../src/cni/version/cni-version.ts";
import { openRouteClient, type RouteClient } from "../../src/netlink/route/route-client.ts";
import type { Libc } from "../../src/netlink/socket/libc.ts";
import { loadLibc } from "../../src/netlink/socket/load-libc.ts";
import { createNetns, type Netns, openOwnNetns } from "../../src/netlink/socket/netns.ts";
import { TypedError } from "../../src/typed-error.ts";

import { findLeftovers, type Leftovers } from "./leftovers.ts";
import { probeTcp } from "./tcp-probe.ts";

const IFNAME = "eth0";

interface Container {
  readonly name: string;
  readonly netns: Netns;
  readonly client: RouteClient;
  result?: Result | undefined;
}

/** What is being run, and how many of the things to be proved were not. */
interface Job {
  readonly libc: Libc;
  readonly list: NetworkList;
  readonly path: string;
  readonly host: { readonly netns: Netns; readonly client: RouteClient };
  readonly containers: readonly Container[];
  failures: number;
}

function title(text: string): void {
  console.log(`\n== ${text}`);
}

/** Prints one line of the proof. */
function prove(job: Job, what: string, failure: string | undefined): void {
  if (failure !== undefined) job.failures++;
  console.log(failure === undefined ? `ok      ${what}` : `FAILED  ${what}: ${failure}`);
}

async function openJob(conf: string, path: string): Promise<Job> {
  const libc = await loadLibc();
  const list = loadNetworkList(conf);
  const containers: Container[] = [];
  for (const name of ["blue", "green"]) {
    const netns = createNetns(libc);
    containers.push({ name, netns, client: await openRouteClient({ netns: netns.fd }) });
  }
  const host = { netns: openOwnNetns(), client: await openRouteClient() };
  return { libc, list, path, host, containers, failures: 0 };
}

function options(job: Job, { name, netns }: Container): AttachmentOptions {
  const { PATH } = process.env;
  const onStderr = (text: string) => void process.stderr.write(text);
  return { containerId: name, netns: netns.path, ifname: IFNAME, path: [job.path], env: { PATH }, onStderr };
}

async function attach(job: Job): Promise<void> {
  const { cniVersion } = job.list;
  for (const container of job.containers) {
    title(`ADD ${container.name}`);
    container.result = await addNetworkList(job.list, options(job, container));
    console.log(formatResult(container.result, isCniVersion(cniVersion) ? cniVersion : DEFAULT_CNI_VERSION));
  }
}

async function draw(job: Job): Promise<void> {
  title("What the kernel has now");
  const host = await readPlace("host", job.host.client);
  const containers = [];
  for (const { name, client } of job.containers) containers.push(await readPlace(name, client));
  for (const line of drawTree(host, containers)) console.log(line);
}

/** Every gateway and every address of the other container, over TCP. */
async function proveReachability(job: Job): Promise<void> {
  title("Proof");
  const { libc, host } = job;
  for (const container of job.containers) {
    const { name, netns: from, result } = container;
    const gateways = (result?.ips ?? []).flatMap(({ gateway }) => (gateway === undefined ? [] : [gateway]));
    if (gateways.length === 0) prove(job, `${name} reaches its gateway`, "the result names none");
    for (const gateway of gateways) {
      const address = formatIpAddress(gateway);
      const failure = await probeTcp(libc, { from: from.fd, to: host.netns.fd, address });
      prove(job, `${name} reaches its gateway ${address} over TCP`, failure);
    }
    for (const other of job.containers) {
      if (other === container) continue;
      const targets = (other.result?.ips ?? []).filter(({ address }) => !isLoopbackAddress(address.address));
      if (targets.length === 0)
        prove(job, `${name} reaches ${other.name}`, "the result names no address that others can reach");
      for (const target of targets) {
        const address = formatIpAddress(target.address.address);
        const failure = await probeTcp(libc, { from: from.fd, to: other.netns.fd, address });
        prove(job, `${name} reaches ${other.name} at ${address} over TCP`, failure);
      }
    }
  }
}

/** Runs DEL for all, also after an ADD that failed. */
async function detach(job: Job): Promise<void> {
  title("DEL");
  for (const container of job.containers) {
    const deleted = delNetworkList(job.list, options(job, container));
    prove(job, `DEL ${container.name}`, await failureOf(deleted));
  }
}

async function failureOf(promise: Promise<unknown>): Promise<string | undefined> {
  try {
    await promise;
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function proveNothingLeft(job: Job, { kept, left }: Leftovers): void {
  prove(job, "nothing was left of the containers", left.length === 0 ? undefined : left.join(", "));
  if (kept.length > 0) console.log(`        (kept for the next container, as by contract: ${kept.join(", ")})`);
}

async function main(conf: string, path: string): Promise<number> {
  const job = await openJob(conf, path);
  console.log(`network ${job.list.name} of ${basename(conf)}, CNI ${job.list.cniVersion}, plugins of ${path}`);
  console.log("throw-away namespaces: a host, and the containers blue and green");
  const linksBefore = await job.host.client.link.list();
  try {
    await attach(job);
    await draw(job);
    for (const container of job.containers) {
      const checked = checkNetworkList(job.list, options(job, container));
      prove(job, `CHECK ${container.name}`, await failureOf(checked));
    }
    await proveReachability(job);
  } catch (error) {
    prove(job, "ADD", error instanceof Error ? error.message : String(error));
  } finally {
    await detach(job);
  }
  proveNothingLeft(job, await findLeftovers(job, linksBefore));
  console.log(job.failures === 0 ? "\nall of it was observed" : `\n${job.failures} of it failed`);
  return job.failures === 0 ? 0 : 1;
}

const [conf = "", path = ""] = process.argv.slice(2);
try {
  process.exitCode = await main(conf, path);
} catch (error) {
  // What is wrong with the machine or the file is for people; a stack is for what nobody thought of.
  if (!(error instanceof TypedError)) throw error;
  console.error(`FAILED  ${error.message}`);
  process.exitCode = 1;
}
