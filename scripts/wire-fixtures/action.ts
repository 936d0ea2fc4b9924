import type { Recording } from "./recording.ts";

const show = "tc -j -d -s actions list action mirred";
const mirred = "mirred egress redirect dev v1 index 7";

export const actionRecordings: readonly Recording[] = [
  { name: "mirred", command: `tc actions add action ${mirred}`, show },
  { name: "mirred-cookie", command: `tc actions add action ${mirred} cookie a1b2c3d4`, show },
  {
    name: "two",
    command: "tc actions add action mirred ingress mirror dev v1 action mirred ingress redirect dev v1",
    show,
  },
  {
    name: "replace",
    setup: [`tc actions add action ${mirred}`],
    command: "tc actions replace action mirred egress mirror dev v1 index 7",
    show,
  },
  {
    name: "delete",
    setup: [`tc actions add action ${mirred}`],
    command: "tc actions delete action mirred index 7",
  },
  { name: "flush", setup: [`tc actions add action ${mirred}`], command: "tc actions flush action mirred" },
];
