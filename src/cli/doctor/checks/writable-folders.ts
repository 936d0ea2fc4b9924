import { chmodSync } from "node:fs";
import { findStats } from "../../../cni/invoke/find-plugin.ts";
import type { Check } from "../check.ts";

/** S_IWOTH */
const WRITABLE_BY_OTHERS = 0o002;
const PERMISSIONS = 0o7777;

export const writableFolders: Check = {
  name: "writable-folders",
  why: "any user can have the runtime execute his program as root, or take addresses away",
  look({ folders, stores, config }) {
    const paths = [
      ...folders.path,
      folders.configDir,
      ...config.files.map(({ path }) => path),
      `${folders.cacheDir}/results`,
      ...stores.map(({ directory }) => directory),
    ];
    return paths.flatMap((path) => {
      const mode = findStats(path)?.mode ?? 0;
      if ((mode & WRITABLE_BY_OTHERS) === 0) return [];
      const fix = () => {
        chmodSync(path, mode & PERMISSIONS & ~WRITABLE_BY_OTHERS);
        return `took the right to write ${path} from others`;
      };
      return [{ level: "error", subject: path, what: "every user may write it", mend: `chmod o-w ${path}`, fix }];
    });
  },
};
