import t from "tap";
import { needs } from "../../../harness/needs.ts";
import { privilegedCases } from "../../../netlink/socket/libc-privileged-cases.ts";
import { testLibcCases } from "../../../netlink/socket/test-libc-cases.ts";

if (needs({ root: true }, t)) testLibcCases(t, "privileged", privilegedCases);
