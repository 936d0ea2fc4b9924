// Runs one case of event-cases.ts in this process: `<name of the case> <name of the namespace> <its path>`.

import { eventCases } from "./event-cases.ts";

const [, , name = "", netns = "", path = ""] = process.argv;
await eventCases[name]?.({ name: netns, path });
// It ends by itself: nothing that was opened keeps the process alive.
console.log("done");
