import type { Check } from "../check.ts";

export const repeatedNetworks: Check = {
  name: "repeated-networks",
  why: "runtimes take the first file in the order of names; changes of the other have no effect",
  look({ config }) {
    const named = config.files.flatMap(({ path, list }) => (list === undefined ? [] : [{ path, name: list.name }]));
    return named.flatMap(({ path, name }, at) => {
      const first = named.findIndex((each) => each.name === name);
      if (first === at) return [];
      const what = `the network ${JSON.stringify(name)} is configured in ${named[first]?.path} too`;
      return [{ level: "warning", subject: path, what, mend: "remove one of the files, or rename its network" }];
    });
  },
};
