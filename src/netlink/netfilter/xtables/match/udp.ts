import * as uapi from "../../../uapi/xt_tcpudp.ts";
import { field, struct } from "../../../wire/struct.ts";
import { type Extension, xtInfo } from "../extension.ts";
import { formatPorts, type PortTest, readPorts, writePorts } from "../port-test.ts";

/** struct xt_udp, linux/netfilter/xt_tcpudp.h; ports in host byte order */
const xtUdp = struct("xt_udp", {
  sportStart: field.u16,
  sportEnd: field.u16,
  dportStart: field.u16,
  dportEnd: field.u16,
  invflags: field.u8,
  end: field.pad(1),
});

export interface UdpInfo {
  sport?: PortTest;
  dport?: PortTest;
}

/** `-m udp` */
export const udp: Extension<UdpInfo> = {
  name: "udp",
  revision: 0,
  info: xtInfo(xtUdp, {
    read({ sportStart, sportEnd, dportStart, dportEnd, invflags }) {
      const sport = readPorts(sportStart, sportEnd, (invflags & uapi.XT_UDP_INV_SRCPT) !== 0);
      const dport = readPorts(dportStart, dportEnd, (invflags & uapi.XT_UDP_INV_DSTPT) !== 0);
      return { ...(sport === undefined ? {} : { sport }), ...(dport === undefined ? {} : { dport }) };
    },
    write({ sport, dport }) {
      const [sportStart, sportEnd, notSport] = writePorts(sport);
      const [dportStart, dportEnd, notDport] = writePorts(dport);
      const invflags = (notSport ? uapi.XT_UDP_INV_SRCPT : 0) | (notDport ? uapi.XT_UDP_INV_DSTPT : 0);
      return { sportStart, sportEnd, dportStart, dportEnd, invflags };
    },
  }),
  format: (info) => formatPorts(info).join(" "),
};
