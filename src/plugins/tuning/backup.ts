import { formatJson } from "../../cni/json/format-json.ts";
import { JsonDecodeError, JsonSyntaxError } from "../../cni/json/json-error.ts";
import { parseJson } from "../../cni/json/parse-json.ts";
import { findMemberAs, readBoolean, readInteger, readObject, readString } from "../../cni/json/read-json.ts";
import type { Link } from "../../netlink/route/link/link-message.ts";
import { hasAllmulti, type LinkValues } from "./link-values.ts";

/** What a link has of that which is going to be changed. Promiscuous it is, too, where something else holds it so. */
export function makeBackup(link: Link, wanted: LinkValues): LinkValues {
  return {
    mac: wanted.mac === undefined ? undefined : link.address,
    promisc: wanted.promisc === undefined ? undefined : (link.promiscuity ?? 0) !== 0,
    mtu: wanted.mtu === undefined ? undefined : link.mtu,
    allmulti: wanted.allmulti === undefined ? undefined : hasAllmulti(link),
    txQLen: wanted.txQLen === undefined ? undefined : link.txqlen,
  };
}

/** The text of a backup file, byte for byte as the reference writes it: it may be the one to restore. */
export function formatBackup({ mac, promisc, mtu, allmulti, txQLen }: LinkValues): string {
  return formatJson({ mac: mac || undefined, promisc, mtu: mtu || undefined, allmulti, txQLen }, { indent: 1 });
}

/** The backup that a file holds; undefined where it holds none, as a torn one. */
export function parseBackup(text: string): LinkValues | undefined {
  try {
    const backup = readObject({ path: "", value: parseJson(text) });
    return {
      mac: findMemberAs(backup, "mac", readString) || undefined,
      promisc: findMemberAs(backup, "promisc", readBoolean),
      mtu: findMemberAs(backup, "mtu", readInteger) || undefined,
      allmulti: findMemberAs(backup, "allmulti", readBoolean),
      txQLen: findMemberAs(backup, "txQLen", readInteger),
    };
  } catch (error) {
    if (error instanceof JsonSyntaxError || error instanceof JsonDecodeError) return undefined;
    throw error;
  }
}
