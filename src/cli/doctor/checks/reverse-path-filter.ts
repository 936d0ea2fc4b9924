import { findSysctl } from "../../../plugins/shared/sysctl.ts";
import { attachedLinks } from "../attached-links.ts";
import type { Check } from "../check.ts";

/** IN_DEV_RPFILTER of linux/inetdevice.h: the larger of the two counts. */
function effective(ifname: string): number {
  return Math.max(...["all", ifname].map((name) => Number(findSysctl(`net/ipv4/conf/${name}/rp_filter`) ?? 0)));
}

const STRICT = 1;

export const reversePathFilter: Check = {
  name: "reverse-path-filter",
  why: "answers that come in by another link than packets would leave by are dropped without a word",
  look: (node) =>
    attachedLinks(node)
      .filter(({ ifname = "" }) => effective(ifname) === STRICT)
      .map(({ ifname }) => ({
        level: "warning",
        subject: `net.ipv4.conf.${ifname}.rp_filter`,
        what: "strict (1), of this link or of all",
        mend: "set it, and that of all, to 2 (loose) where packets of containers take more than one way",
      })),
};
