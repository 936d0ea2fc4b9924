import { readFileSync } from "node:fs";
import { isSystemError } from "../../../cni/system-error.ts";
import { attachedLinks } from "../attached-links.ts";
import type { Check } from "../check.ts";

interface Manager {
  readonly name: string;
  /** Below /run, a file for each link by its index. */
  readonly folder: string;
  /** What the file of a managed link has. */
  readonly isManaged: RegExp;
  readonly mend: string;
}

const MANAGERS: readonly Manager[] = [
  {
    name: "NetworkManager",
    folder: "NetworkManager/devices",
    // DEVICE_RUN_STATE_KEYFILE_KEY_DEVICE_MANAGED of its nm-config.c.
    isManaged: /^managed=true$/m,
    mend: "in /etc/NetworkManager/conf.d: [keyfile] unmanaged-devices=interface-name:veth*;interface-name:cni*",
  },
  {
    name: "systemd-networkd",
    folder: "systemd/netif/links",
    // link_save of its networkd-state-file.c.
    isManaged: /^ADMIN_STATE=(?!unmanaged|linger)/m,
    mend: "in /etc/systemd/network: a .network file that matches the link, with [Link] Unmanaged=yes",
  },
];

function tryRead(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (isSystemError(error)) return "";
    throw error;
  }
}

export const networkManagers: Check = {
  name: "network-managers",
  why: "it takes addresses, routes and bridge ports away that plugins have made, or changes hardware addresses",
  look: (node) =>
    attachedLinks(node).flatMap(({ index, ifname = "" }) =>
      MANAGERS.filter(({ folder, isManaged }) =>
        isManaged.test(tryRead(`${node.folders.runDir}/${folder}/${index}`)),
      ).map(({ name, mend }) => ({ level: "error", subject: ifname, what: `managed by ${name}`, mend })),
    ),
};
