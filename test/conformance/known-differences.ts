import type { ExpectedFailure } from "./case.ts";

/**
 * Where the subject differs from the reference on purpose. This is the only such list. An entry that no longer occurs in
 * a full run fails that run, so that the list cannot rot.
 */
export interface KnownDifference {
  readonly id: string;
  /** Why ours is right, in one sentence. */
  readonly reason: string;
  /** The heading of docs/differences.md that explains it to users. */
  readonly heading: string;
  /** Which differences it covers: every pattern given must match. */
  readonly where: {
    readonly case?: RegExp;
    readonly call?: RegExp;
    readonly path: RegExp;
    readonly reference?: RegExp;
    readonly subject?: RegExp;
  };
  /** What must hold besides. */
  readonly provided?: (context: DifferenceContext) => boolean;
}

export interface DifferenceContext {
  /** What the case demands of the subject's error. */
  readonly failure: ExpectedFailure | undefined;
  /** The error objects printed; undefined where the output is none. */
  readonly referenceError: PrintedError | undefined;
  readonly subjectError: PrintedError | undefined;
}

export interface PrintedError {
  readonly code: number;
  readonly msg: string;
  readonly details?: string;
}

/** The store's own files: which address was given last, and what processes lock. */
const BOOKKEEPING = /^world\.files\..*\/(net|lock|last_reserved_ip\.\d+)$/;
const ABSENT = /^$/;

export const KNOWN_DIFFERENCES: readonly KnownDifference[] = [
  {
    id: "code-999",
    reason:
      "The reference gives its catch-all code 999 to every failure of a plugin; ours gives the specification's code, and words that name object and reason.",
    heading: "Error codes and messages",
    where: { path: /^stdout\.(code|msg|details)$/ },
    provided: ({ failure, referenceError, subjectError }) =>
      referenceError?.code === 999 &&
      subjectError !== undefined &&
      failure !== undefined &&
      meets(subjectError, failure),
  },
  {
    id: "json-position",
    reason:
      "A syntax error in the configuration is told with its line and column, in addition to the reference's words.",
    heading: "Error codes and messages",
    where: { path: /^stdout\.details$/, reference: ABSENT, subject: /^at line \d+, column \d+$/ },
    provided: ({ referenceError, subjectError }) => referenceError?.code === 6 && subjectError?.code === 6,
  },
  {
    id: "json-type-errors",
    reason: "A value of the wrong type is told with its JSON path and the value, not with the name of a Go struct.",
    heading: "Error codes and messages",
    where: { path: /^stdout\.msg$/, reference: /json: cannot unmarshal/ },
    provided: ({ referenceError, subjectError }) => referenceError?.code === 6 && subjectError?.code === 6,
  },
  {
    id: "loopback-result-version",
    reason: "The reference prints a 1.x result labelled with the older version of the configuration; ours converts it.",
    heading: "loopback",
    where: { case: /^loopback\/version-0/, call: /ADD/, path: /^stdout\.(interfaces|ips|ip4|ip6|dns)/ },
  },
  {
    id: "same-namespace-is-refused-before",
    reason:
      "The reference acts on the host's own namespace, prints a result, and then an error behind it; ours refuses before acting.",
    heading: "The host's own namespace",
    where: { case: /same-namespace$|namespace-is-the-hosts$/, call: /ADD/, path: /^stdout/ },
    provided: ({ subjectError }) => subjectError?.code === 8,
  },
  {
    id: "layer-2-check",
    reason:
      "CHECK of a bridge without IPAM always fails in the reference, because it asks an IPAM plugin without a name.",
    heading: "bridge",
    where: { case: /^bridge\/layer-2-check$/, call: /CHECK/, path: /^(exit code|stdout)$/, subject: /^0?$/ },
  },
  {
    id: "check-looks-in-the-routes-table",
    reason:
      "The reference's CHECK looks for every route in the main table, and so always fails for one with `table`; ours looks in that table.",
    heading: "CHECK",
    where: { case: /^bridge\/routes-in-table$/, call: /CHECK/, path: /^(exit code|stdout)$/, subject: /^0?$/ },
  },
  {
    id: "del-without-netns",
    reason:
      "The reference releases the address and leaves the link in place when DEL comes without CNI_NETNS; ours finds the link and removes it.",
    heading: "DEL",
    where: { case: /del-without-netns$/, call: /DEL without netns/, path: /^world\.(host|container)\./ },
  },
  {
    id: "del-goes-on",
    reason:
      "A DEL whose configuration or namespace cannot be used fails in the reference, which keeps the runtime from ever finishing; ours does what can be done and succeeds.",
    heading: "DEL",
    where: { call: /DEL/, path: /^(exit code|stdout)$/, subject: /^0?$/ },
    provided: ({ referenceError }) => referenceError?.code === 999,
  },
  {
    id: "store-stays-after-failed-add",
    reason:
      "A failed ADD gives its address back but keeps the store's lock file and round-robin position: other processes may already be using them.",
    heading: "host-local",
    where: { path: BOOKKEEPING, reference: ABSENT },
  },
  {
    id: "store-not-made-to-look",
    reason: "CHECK and DEL do not create the store of a network that has never given an address.",
    heading: "host-local",
    where: { path: BOOKKEEPING, subject: ABSENT },
  },
  {
    id: "status-is-honest",
    reason: "STATUS says 50 when no further container can be attached; the reference's host-local has no STATUS.",
    heading: "host-local",
    where: { case: /exhausted/, call: /STATUS/, path: /^(exit code|stdout)$/ },
    provided: ({ subjectError }) => subjectError?.code === 50,
  },
  {
    id: "gc-frees-leases",
    reason: "GC frees the leases that no valid attachment holds, and says so; the reference's does nothing.",
    heading: "host-local",
    where: { case: /^host-local\/gc$/, path: /^(stderr|world\.files\..*\/10\.1\.0\.3)$/ },
  },
  {
    id: "tuning-args-alone",
    reason: "The reference panics where only args.cni has sysctls; ours writes them.",
    heading: "tuning",
    where: { case: /^tuning\/args-sysctl-alone$/, path: /^(exit code|stdout|stderr|world\.container\.sysctls\..*)$/ },
  },
  {
    id: "tuning-check-means",
    reason:
      "The reference's CHECK always fails for an address in another spelling, for numbers separated by spaces and for a sysctl that can only be written; ours compares what is meant.",
    heading: "tuning",
    where: { case: /^tuning\/(mac-|sysctl-)/, call: /CHECK/, path: /^(exit code|stdout)$/, subject: /^0?$/ },
  },
  {
    id: "tuning-folder-stays",
    reason: "The folder of the backup files stays after a failed ADD: other processes may be about to use it.",
    heading: "tuning",
    where: { path: /^world\.files\.\/run\/cni(\/tuning)?$/, reference: ABSENT },
  },
  {
    id: "tuning-address-was-random",
    reason:
      "A random hardware address that a failed ADD gives back counts as set: the kernel has no way to say otherwise.",
    heading: "tuning",
    where: { case: /^tuning\/fails-after-bridge$/, path: /addr_assign_type$/, reference: /^1$/, subject: /^3$/ },
  },
  {
    id: "tuning-del-removes-the-file",
    reason:
      "The backup of an interface that is gone and one that is torn are removed; the reference keeps them for ever.",
    heading: "tuning",
    where: { case: /^tuning\/del-/, call: /DEL/, path: /^world\.files\..*_eth0\.json$/, subject: ABSENT },
  },
  {
    id: "tuning-del-says-so",
    reason: "What DEL could not restore, or not read, is told on stderr; the reference says nothing.",
    heading: "tuning",
    where: { case: /^tuning\/del-/, call: /DEL/, path: /^stderr$/ },
  },
  {
    id: "tuning-del-restores",
    reason: "Unknown CNI_ARGS keep the reference's DEL from restoring the interface; ours does not look at them.",
    heading: "tuning",
    where: { case: /^tuning\/del-unknown-args$/, call: /DEL/, path: /^world\.container\./ },
  },
  {
    id: "bandwidth-small-burst",
    reason: "A burst that is smaller than a packet is told on stderr: larger packets are dropped.",
    heading: "bandwidth",
    where: { case: /^bandwidth\//, call: /ADD/, path: /^stderr$/, reference: /^empty$/ },
  },
  {
    id: "bandwidth-panics",
    reason: "Without limits and without a previous result the reference panics; ours says what is missing.",
    heading: "bandwidth",
    where: { case: /^bandwidth\/nothing-and-no-previous-result$/, call: /ADD/, path: /^(exit code|stdout|stderr)/ },
    provided: ({ subjectError }) => subjectError?.code === 7,
  },
  {
    id: "bandwidth-check-sees-what-is-gone",
    reason:
      "The reference's CHECK is content where the limit was replaced or nothing leads to it any more; ours tells.",
    heading: "bandwidth",
    where: { case: /^bandwidth\/drift-(no|other)-/, call: /CHECK/, path: /^(exit code|stdout)/ },
    provided: ({ subjectError }) => subjectError?.code === 100,
  },
  {
    id: "bandwidth-del-deletes",
    reason: "Wrong limits keep the reference's DEL from deleting the ifb; ours does not look at them.",
    heading: "bandwidth",
    where: { case: /^bandwidth\/del-with-wrong-limits$/, call: /DEL/, path: /^world\.host\./ },
  },
  {
    id: "portmap-says-so",
    reason: "A mapping that leads nowhere, and masqAll where it does nothing, are told on stderr.",
    heading: "portmap",
    where: { case: /^portmap\//, call: /ADD/, path: /^stderr$/, reference: /^empty$/ },
  },
];

function meets(error: PrintedError, failure: ExpectedFailure): boolean {
  const text = `${error.msg} ${error.details ?? ""}`;
  return error.code === failure.code && failure.says.every((words) => text.includes(words));
}
