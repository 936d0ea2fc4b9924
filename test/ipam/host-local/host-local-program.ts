// host-local as a program of its own, for tests with many processes.
import { runPlugin } from "../../../src/cni/skel/run-plugin.ts";
import { hostLocal } from "../../../src/ipam/host-local/plugin.ts";

await runPlugin(hostLocal);
