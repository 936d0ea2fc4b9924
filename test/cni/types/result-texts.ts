import type { CniVersion } from "../../../src/cni/version/cni-version.ts";

// One attachment as each version prints it. The shapes, the order of keys and the escapes are those that the reference's
// v1.9.1 `static` and `tuning` printed for the same values (its 0.2.0 refuses the third address, which conversion drops).

/** With all that the version has room for. */
export const COMPLETE = {
  "0.1": (version: CniVersion): string => `{
    "cniVersion": "${version}",
    "ip4": {
        "ip": "10.1.0.5/16",
        "gateway": "10.1.0.1",
        "routes": [
            {
                "dst": "0.0.0.0/0",
                "gw": "10.1.0.1"
            }
        ]
    },
    "ip6": {
        "ip": "2001:db8::5/64",
        "routes": [
            {
                "dst": "2001:db8:1::/48"
            }
        ]
    },
    "dns": {
        "nameservers": [
            "10.1.0.1"
        ],
        "domain": "a\\u003cb",
        "search": [
            "x"
        ],
        "options": [
            "ndots:5"
        ]
    }
}`,
  "0.3": (version: CniVersion): string => `{
    "cniVersion": "${version}",
    "interfaces": [
        {
            "name": "cni0",
            "mac": "02:00:00:00:00:01"
        },
        {
            "name": "eth0",
            "mac": "02:00:00:00:00:02",
            "sandbox": "/run/netns/a"
        }
    ],
    "ips": [
        {
            "version": "4",
            "interface": 0,
            "address": "10.1.0.5/16",
            "gateway": "10.1.0.1"
        },
        {
            "version": "6",
            "interface": 1,
            "address": "2001:db8::5/64"
        },
        {
            "version": "4",
            "address": "10.1.0.6/16"
        }
    ],
    "routes": [
        {
            "dst": "0.0.0.0/0",
            "gw": "10.1.0.1",
            "mtu": 1400,
            "advmss": 1300,
            "priority": 5,
            "table": 0,
            "scope": 0
        },
        {
            "dst": "2001:db8:1::/48"
        }
    ],
    "dns": {
        "nameservers": [
            "10.1.0.1"
        ],
        "domain": "a\\u003cb",
        "search": [
            "x"
        ],
        "options": [
            "ndots:5"
        ]
    }
}`,
  "1.0": (version: CniVersion): string => `{
    "cniVersion": "${version}",
    "dns": {
        "domain": "a\\u003cb",
        "nameservers": [
            "10.1.0.1"
        ],
        "options": [
            "ndots:5"
        ],
        "search": [
            "x"
        ]
    },
    "interfaces": [
        {
            "mac": "02:00:00:00:00:01",
            "mtu": 1500,
            "name": "cni0"
        },
        {
            "mac": "02:00:00:00:00:02",
            "name": "eth0",
            "pciID": "0000:00:1f.6",
            "sandbox": "/run/netns/a",
            "socketPath": "/run/vhost"
        }
    ],
    "ips": [
        {
            "address": "10.1.0.5/16",
            "gateway": "10.1.0.1",
            "interface": 0
        },
        {
            "address": "2001:db8::5/64",
            "interface": 1
        },
        {
            "address": "10.1.0.6/16"
        }
    ],
    "routes": [
        {
            "advmss": 1300,
            "dst": "0.0.0.0/0",
            "gw": "10.1.0.1",
            "mtu": 1400,
            "priority": 5,
            "scope": 0,
            "table": 0
        },
        {
            "dst": "2001:db8:1::/48"
        }
    ]
}`,
} as const;

/** The 0.1 text after it went into the newer shapes. */
const FROM_0_1 = {
  "0.3": (version: CniVersion): string => `{
    "cniVersion": "${version}",
    "ips": [
        {
            "version": "4",
            "address": "10.1.0.5/16",
            "gateway": "10.1.0.1"
        },
        {
            "version": "6",
            "address": "2001:db8::5/64"
        }
    ],
    "routes": [
        {
            "dst": "0.0.0.0/0",
            "gw": "10.1.0.1"
        },
        {
            "dst": "2001:db8:1::/48"
        }
    ],
    "dns": {
        "nameservers": [
            "10.1.0.1"
        ],
        "domain": "a\\u003cb",
        "search": [
            "x"
        ],
        "options": [
            "ndots:5"
        ]
    }
}`,
  "1.0": (version: CniVersion): string => `{
    "cniVersion": "${version}",
    "dns": {
        "domain": "a\\u003cb",
        "nameservers": [
            "10.1.0.1"
        ],
        "options": [
            "ndots:5"
        ],
        "search": [
            "x"
        ]
    },
    "ips": [
        {
            "address": "10.1.0.5/16",
            "gateway": "10.1.0.1"
        },
        {
            "address": "2001:db8::5/64"
        }
    ],
    "routes": [
        {
            "dst": "0.0.0.0/0",
            "gw": "10.1.0.1"
        },
        {
            "dst": "2001:db8:1::/48"
        }
    ]
}`,
} as const;

/** The 0.3 text after it went into the newest shape: mtu, socketPath and pciID of interfaces are unknown to it. */
const FROM_0_3 = (version: CniVersion): string =>
  COMPLETE["1.0"](version)
    .replace(/ +"mtu": 1500,\n/, "")
    .replace(/ +"pciID": .*\n/, "")
    .replace(/("sandbox": "[^"]*"),\n +"socketPath": .*\n/, "$1\n");

/** What the complete text of one family becomes in a version of another: [from][to]. */
export const CONVERTED = {
  "0.1": { "0.1": COMPLETE["0.1"], "0.3": FROM_0_1["0.3"], "1.0": FROM_0_1["1.0"] },
  "0.3": { "0.1": COMPLETE["0.1"], "0.3": COMPLETE["0.3"], "1.0": FROM_0_3 },
  "1.0": { "0.1": COMPLETE["0.1"], "0.3": COMPLETE["0.3"], "1.0": COMPLETE["1.0"] },
} as const;
