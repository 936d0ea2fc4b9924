// Runs cases of both kinds in this process, be it Node or Bun, and prints the outcome of each as JSON.
//
//   libc-cases-main.js cases|privileged

import { loadLibc } from "../../../src/netlink/socket/load-libc.ts";
import { cases } from "./libc-cases.ts";
import { privilegedCases } from "./libc-privileged-cases.ts";

const libc = await loadLibc();
const outcomes = Object.entries(process.argv[2] === "privileged" ? privilegedCases : cases).map(([name, run]) => {
  try {
    run(libc);
    return { name, failure: "" };
  } catch (error) {
    return { name, failure: String((error as Error).stack) };
  }
});
process.stdout.write(JSON.stringify({ ffi: libc.ffi, outcomes }));
