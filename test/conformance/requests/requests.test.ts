import { resolve } from "node:path";
import t from "tap";
import { pluginJobs } from "../../../scripts/foreign-traces/plugin-jobs.ts";
import { runPluginJob } from "../../../scripts/foreign-traces/run-plugin-job.ts";
import { guardHost } from "../../harness/host-guard.ts";
import { needs } from "../../harness/needs.ts";
import { readForeignTraces } from "../../netlink/trace/foreign/foreign-traces.ts";
import { changesOf } from "./intent.ts";
import { type ComparedJob, judge } from "./judge.ts";
import { REQUEST_DIFFERENCES, type RequestDifference } from "./known-differences.ts";

const listed: RequestDifference = { id: "x", reason: "", jobs: /^a ADD$/, reference: /^one$/, own: /^two$/ };

t.test("an unlisted difference is told, and a listed one that does not occur", async (t) => {
  const job = (reference: string[], own: string[]): ComparedJob => ({ job: "a ADD", reference, own });
  t.strictSame(judge([job(["one", "same"], ["same", "two"])], [listed]), []);
  t.strictSame(judge([job(["one", "one"], ["one", "two"])], [listed]), [], "the second of two is a difference");
  t.strictSame(judge([job(["one", "three"], ["two"])], [listed]), ["a ADD: only reference: three"]);
  t.strictSame(judge([job(["one"], ["two", "three"])], [listed]), ["a ADD: only own: three"]);
  t.strictSame(judge([job(["one"], [])], [listed]), ["no longer occurs: x own"]);
  t.strictSame(judge([{ ...job(["one"], ["two"]), job: "b ADD" }], [listed]), [
    "b ADD: only reference: one",
    "b ADD: only own: two",
    "no longer occurs: x reference",
    "no longer occurs: x own",
  ]);
});

t.test("for the same intent, our requests differ from the reference's only as listed", async (t) => {
  if (!needs({ root: true, tools: ["ip", "strace", "iptables"], files: ["dist/bin/bridge"] }, t)) return;
  guardHost(t);
  const recorded = readForeignTraces();
  const jobs = pluginJobs.flatMap((job) =>
    [...runPluginJob(job, resolve("dist/bin"))].map(([verb, events]): ComparedJob => {
      const reference = recorded.get(`reference-${job.name}-${verb.toLowerCase()}`);
      return { job: `${job.name} ${verb}`, reference: changesOf(reference?.events ?? []), own: changesOf(events) };
    }),
  );
  for (const { job, reference, own } of jobs) t.ok(reference.length > 0 && own.length > 0, job);
  t.strictSame(judge(jobs, REQUEST_DIFFERENCES), []);
});
