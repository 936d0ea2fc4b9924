import fc from "fast-check";
import t from "tap";
import { decodeTrace, encodeTrace, TraceError } from "../../src/netlink/trace/index.ts";
import { NoRunError, replayRun } from "../../src/trace/replay-run.ts";
import { readTraces } from "./traces.ts";

const traces = readTraces();

/** A replay that ends: alike, with a difference, or with an error of ours. */
async function endsOf(bytes: Uint8Array): Promise<string> {
  try {
    const { difference } = await replayRun(decodeTrace(bytes));
    return difference === undefined ? "same" : "different";
  } catch (error) {
    if (error instanceof TraceError || error instanceof NoRunError) return error.code;
    throw error;
  }
}

t.test("cut short, a trace is not replayed, and says where it ends", async (t) => {
  const [fixture] = traces;
  if (fixture === undefined) throw new TypeError("no traces");
  const cut = fixture.bytes.subarray(0, fixture.bytes.length - 10);
  await t.rejects(replayRun(decodeTrace(cut)), { code: "ERR_TRACE", failure: "truncated" });
  const { header, events } = fixture.trace;
  const unfinished = encodeTrace({ header, events: events.slice(0, -1) });
  await t.rejects(replayRun(decodeTrace(unfinished)), { code: "ERR_TRACE_NO_RUN" });
  await t.rejects(replayRun({ ...fixture.trace, header: { ...header, program: "ip" } }), { message: /"ip"/ });
});

t.test("whatever becomes of its bytes, a replay ends", async (t) => {
  const ends = new Set<string>();
  await fc.assert(
    fc.asyncProperty(
      fc.nat(),
      fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 3 }),
      async (which, changes) => {
        const bytes = Uint8Array.from(traces[which % traces.length]?.bytes ?? []);
        for (const [at, byte] of changes) bytes[at % bytes.length] = byte;
        ends.add(await endsOf(bytes));
      },
    ),
    { numRuns: 600 },
  );
  t.ok(ends.has("different"));
});
