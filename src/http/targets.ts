import { BlockList, isIP } from 'node:net'

/** Which addresses a call of ours may go to. */
export type Reach = 'any' | 'public'

/** Why no call may go to an address, in words; `undefined` when it may. */
export function refusalOf(address: string, reach: Reach): string | undefined {
  const [bare = ''] = address.split('%', 1)
  const family = isIP(bare) === 6 ? 'ipv6' : 'ipv4'
  if (NEVER.check(bare, family)) return `${bare} is never called: ${REASON}`
  if (reach === 'any' || !PRIVATE.check(bare, family)) return undefined
  return `${bare} is a private address; webhookTargets=any (--webhook-targets any) allows it`
}

/** Why no call may go to a host of that name, whatever its addresses are. */
export function refusalOfName(name: string): string | undefined {
  const plain = name.toLowerCase().replace(/\.$/, '')
  return METADATA_NAMES.includes(plain) ? `${plain} is never called: ${REASON}` : undefined
}

const REASON = 'it is link-local, multicast, reserved or the metadata service of a cloud'

const METADATA_NAMES = ['metadata', 'metadata.google.internal', 'metadata.goog', 'instance-data']

const NEVER = blockList(
  [
    ['169.254.0.0', 16],
    ['100.100.100.200', 32],
    ['168.63.129.16', 32],
    ['192.0.0.192', 32],
    ['224.0.0.0', 4],
    ['240.0.0.0', 4]
  ],
  [
    ['fe80::', 10],
    ['fd00:ec2::254', 128],
    ['fd20:ce::254', 128],
    ['ff00::', 8],
    // Tunnels that hold an IPv4 address somewhere inside; nobody is called through them.
    ['2001::', 32],
    ['2002::', 16]
  ]
)

const PRIVATE = blockList(
  [
    ['0.0.0.0', 8],
    ['10.0.0.0', 8],
    ['100.64.0.0', 10],
    ['127.0.0.0', 8],
    ['172.16.0.0', 12],
    ['192.0.0.0', 24],
    ['192.168.0.0', 16],
    ['198.18.0.0', 15]
  ],
  [
    ['fc00::', 7],
    ['fec0::', 10]
  ]
)

type Subnet = readonly [network: string, prefix: number]

/** IPv4 networks, also as they are written inside IPv6 addresses: compatible, mapped and behind NAT64. */
function blockList(v4: readonly Subnet[], v6: readonly Subnet[]): BlockList {
  const list = new BlockList()
  for (const [network, prefix] of v4) {
    list.addSubnet(network, prefix, 'ipv4')
    for (const start of ['::', '::ffff:', '64:ff9b::'])
      list.addSubnet(`${start}${network}`, 96 + prefix, 'ipv6')
  }
  for (const [network, prefix] of v6) list.addSubnet(network, prefix, 'ipv6')
  return list
}
