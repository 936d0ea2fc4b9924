import { readFileSync } from "node:fs";
import { join } from "node:path";
import t from "tap";
import { traceToJsonLines, traceToText } from "../../src/cli/trace/trace-text.ts";
import {
  decodePcap,
  decodeTrace,
  encodeTrace,
  PcapError,
  pcapToTrace,
  TraceError,
  traceToPcap,
} from "../../src/netlink/trace/index.ts";
import { root } from "../house/sources.ts";

// What the three commands do with a file, short of printing.

t.setTimeout(240_000);

const read = (name: string): Uint8Array =>
  new Uint8Array(readFileSync(join(root, "fixtures/traces/foreign", `${name}.nltrace`)));

/** Everything a trace can be made into; the error of reading it, where there is one. */
function useTrace(bytes: Uint8Array): TraceError | undefined {
  try {
    const trace = decodeTrace(bytes);
    traceToText(trace);
    traceToText(trace, { verbose: true });
    for (const line of traceToJsonLines(trace).trim().split("\n")) JSON.parse(line);
    usePcap(traceToPcap(trace));
    return trace.damage;
  } catch (error) {
    if (error instanceof TraceError) return error;
    throw error;
  }
}

function usePcap(bytes: Uint8Array): PcapError | undefined {
  try {
    const { packets, damage } = decodePcap(bytes);
    decodeTrace(encodeTrace(pcapToTrace(packets)));
    return damage;
  } catch (error) {
    if (error instanceof PcapError) return error;
    throw error;
  }
}

/** Every `step`th byte changed in some ways. */
function* changesOf(bytes: Uint8Array, step: number): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += step) {
    for (const flip of [0x01, 0x80, 0xff]) yield bytes.map((byte, index) => (index === at ? byte ^ flip : byte));
  }
}

// One of each protocol: links with all that they have, and rules of iptables.
const traces = ["reference-loopback-add", "reference-bridge-masquerade-del"].map((name) => ({
  name,
  bytes: read(name),
}));

t.test("a trace that ends anywhere: what stands before is used, and the error has the place", (t) => {
  for (const { name, bytes } of traces) {
    for (let length = 0; length < bytes.length; length += 37) {
      const error = useTrace(bytes.subarray(0, length));
      if (error === undefined) continue;
      if (error.offset > length || !error.message.includes(`byte ${error.offset}`)) t.fail(`${name}: ${error.message}`);
    }
    t.equal(useTrace(bytes), undefined, name);
  }
  t.end();
});

t.test("a changed trace is used, or refused with a place", (t) => {
  let refused = 0;
  for (const { bytes } of traces) {
    const head = bytes.subarray(0, 2300);
    for (const changed of changesOf(head, 5)) {
      const error = useTrace(changed);
      if (error !== undefined) refused += 1;
      if (error !== undefined && (error.offset < 0 || error.offset > head.length)) t.fail(error.message);
    }
  }
  t.ok(refused > 100, `${refused} were refused`);
  t.end();
});

t.test("the same with captures", (t) => {
  const [trace] = traces;
  const pcap = traceToPcap(decodeTrace(trace?.bytes ?? new Uint8Array()));
  for (let length = 0; length < pcap.length; length += 7) usePcap(pcap.subarray(0, length));
  let refused = 0;
  for (const changed of changesOf(pcap, 3)) {
    const error = usePcap(changed);
    if (error !== undefined) refused += 1;
    if (error !== undefined && (error.offset < 0 || error.offset > pcap.length)) t.fail(error.message);
  }
  t.ok(refused > 50, `${refused} were refused`);
  t.end();
});

t.test("a trace of a newer format, a trace for a pcap and a pcap for a trace", (t) => {
  const [trace] = traces;
  const bytes = trace?.bytes ?? new Uint8Array();
  t.match(useTrace(traceToPcap(decodeTrace(bytes))), { failure: "foreign", offset: 0 });
  t.match(usePcap(bytes), { failure: "foreign", offset: 0 });
  // Magic, length of the header (two bytes), field 1.
  const version = bytes.indexOf(0x08, 9) + 1;
  t.match(useTrace(bytes.map((byte, at) => (at === version ? 2 : byte))), { failure: "newer" });
  t.end();
});
