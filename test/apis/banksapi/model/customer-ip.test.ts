import t from 'tap'
import { judgeCustomerIp } from '../../../../src/apis/banksapi/model/customer-ip.ts'

const PUBLIC = [
  '1.1.1.1',
  '9.255.255.255',
  '11.0.0.0',
  '100.63.255.255',
  '100.128.0.0',
  '126.255.255.255',
  '128.0.0.0',
  '169.253.255.255',
  '169.255.0.0',
  '172.15.255.255',
  '172.32.0.0',
  '192.167.255.255',
  '192.169.0.0',
  '223.255.255.255',
  '192.0.2.1',
  '198.51.100.7',
  '203.0.113.1',
  ' 203.0.113.1 ',
  '2001:db8::1',
  '2003:e5:1f0a:8900:1234:5678:9abc:def0',
  '2003:E5::DEF0',
  '::2',
  '1::',
  'fbff::1',
  'fe00::1',
  'fec0::1',
  'fe7f:ffff::1',
  '::ffff:203.0.113.1',
  '::ffff:cb00:7101',
  '1:2:3:4:5:6:7::',
  '::2:3:4:5:6:7:8',
  '1:2:3:4:5:6:203.0.113.1'
]

const CLOSED = [
  '0.0.0.0',
  '0.255.255.255',
  '10.0.0.1',
  '10.255.255.255',
  '100.64.0.0',
  '100.127.255.255',
  '127.0.0.1',
  '127.255.255.255',
  '169.254.0.1',
  '172.16.0.0',
  '172.31.255.255',
  '192.168.0.1',
  '192.168.255.255',
  '224.0.0.1',
  '239.255.255.255',
  '240.0.0.1',
  '255.255.255.255',
  '::',
  '0:0:0:0:0:0:0:0',
  '::1',
  '0:0::0:1',
  'fc00::1',
  'fdff:ffff::1',
  'FD12:3456::1',
  'fe80::1',
  'febf::1',
  'ff00::',
  'ff02::1',
  '::ffff:10.0.0.1',
  '::ffff:127.0.0.1',
  '::FFFF:c0a8:1',
  '0:0:0:0:0:ffff:192.168.1.1'
]

const MALFORMED = [
  '',
  ' ',
  'localhost',
  '1.2.3',
  '1.2.3.4.5',
  '1.2.3.256',
  '01.2.3.4',
  '1.2.3.x',
  '1.2.3.',
  '-1.2.3.4',
  '1.1.1.1, 2.2.2.2',
  '1.1.1.1:80',
  '203.0.113.1/32',
  ':',
  ':::',
  '1::2::3',
  '1:2:3:4:5:6:7',
  '1:2:3:4:5:6:7:8:9',
  '1:2:3:4:5:6:7:8::',
  '1:2:3:4::5:6:7:8',
  ':1:2:3:4:5:6:7',
  '12345::',
  'g::1',
  '::1.2.3',
  '::1.2.3.256',
  '1.2.3.4::1',
  '1:2:3:4:5:6:7:1.2.3.4',
  'fe80::1%eth0',
  '[2001:db8::1]'
]

t.test('a public address is accepted', async t => {
  for (const address of PUBLIC)
    t.equal(judgeCustomerIp(address, 'lenient', false), undefined, address)
})

t.test('an address that nobody can have from outside is refused', async t => {
  for (const address of CLOSED)
    t.equal(
      judgeCustomerIp(address, 'lenient', false),
      'Customer-IP-Address has to be a public address',
      address
    )
})

t.test('what is no address is refused', async t => {
  for (const address of MALFORMED)
    t.equal(
      judgeCustomerIp(address, 'lenient', true),
      'Customer-IP-Address has to be an IPv4 or IPv6 address',
      address
    )
})

t.test('a missing address is refused only where it is required, and in strict mode', async t => {
  t.equal(judgeCustomerIp(undefined, 'lenient', true), undefined)
  t.equal(judgeCustomerIp(undefined, 'strict', false), undefined)
  t.equal(judgeCustomerIp(undefined, 'strict', true), 'Customer-IP-Address is missing')
  t.equal(judgeCustomerIp('203.0.113.1', 'strict', true), undefined)
  t.match(judgeCustomerIp('10.0.0.1', 'strict', false), /public/)
})

t.test('switched off, nothing is looked at', async t => {
  for (const header of [undefined, '', 'nonsense', '127.0.0.1'])
    t.equal(judgeCustomerIp(header, 'off', true), undefined)
})
