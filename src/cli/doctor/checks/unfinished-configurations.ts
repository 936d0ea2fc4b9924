import type { Check } from "../check.ts";

/** What editors, package managers and installers call a file that is not in its place yet. */
const UNFINISHED = /(^\.|~$|\.(tmp|temp|part|swp|new|bak|old|orig|dpkg-\w+|rpm\w+)$)/;

export const unfinishedConfigurations: Check = {
  name: "unfinished-configurations",
  why: "an installer or an editor was stopped midway: the configuration that is in force may be an old one",
  look: ({ config, folders }) =>
    config.others
      .filter((name) => UNFINISHED.test(name))
      .map((name) => ({
        level: "warning",
        subject: `${folders.configDir}/${name}`,
        what: "looks like a configuration that was not put in its place",
        mend: "compare it with the one in its place, and remove it",
      })),
};
