import type { Check } from "../check.ts";

export const invalidConfigurations: Check = {
  name: "invalid-configurations",
  why: "the runtime takes another network, or none; a file that cannot be read hides all behind it",
  look: ({ config }) =>
    config.files.flatMap(({ path, faults }) =>
      faults
        .filter(({ level }) => level === "error")
        .map((fault) => ({
          level: "error",
          subject: fault.path === "" ? path : `${path}: ${fault.path}`,
          what: fault.message,
          mend: "correct the file; cni-ts validate tells when it is right",
        })),
    ),
};
