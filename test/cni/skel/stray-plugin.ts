import { setTimeout as sleep } from "node:timers/promises";
import { runPlugin } from "../../../src/cni/skel/run-plugin.ts";
import { EMPTY_RESULT } from "../../../src/cni/types/result.ts";
import { fakePlugin } from "./fake-plugin.ts";

/** A program of its own: a plugin that fails beside the path that is awaited, as CNI_ARGS says. */
void runPlugin(
  fakePlugin({
    add: async (call) => {
      const error = new TypeError("stray");
      if (call.args === "reject") void Promise.reject(error);
      else {
        setTimeout(() => {
          throw error;
        }, 1);
      }
      await sleep(10_000);
      return EMPTY_RESULT;
    },
  }),
);
