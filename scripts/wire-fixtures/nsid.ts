import type { Recording } from "./recording.ts";

export const nsidRecordings: readonly Recording[] = [
  { name: "set", command: "ip netns set wire-fixtures-other 7", show: "ip -j netns list-id" },
  { name: "set-auto", command: "ip netns set wire-fixtures-other auto" },
  {
    name: "target-nsid",
    setup: [
      "ip netns set wire-fixtures-other 7",
      "ip netns exec wire-fixtures-other ip netns set wire-fixtures-third 9",
    ],
    show: "ip -j netns list-id target-nsid 7",
  },
];
