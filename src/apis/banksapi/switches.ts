import type { Settings, Switches } from '../../world/behaviour.ts'

/** How BANKSapi behaves where sources are silent or contradict each other. */
export const banksapiSwitches = {
  'banksapi.tokenTtlSeconds': {
    default: 86_400,
    values: { least: 1 },
    about: 'How long a token lives; live clients report about 7200.'
  },
  'banksapi.expiredTokenStatus': {
    default: 401,
    values: [401, 403],
    about:
      'Status of a token that was sent but is unknown, revoked or expired; the documentation says both.'
  },
  'banksapi.passwordPolicy': {
    default: 'lenient',
    values: ['lenient', 'strict'],
    about:
      'lenient takes any password, as the documented examples need it; strict asks for ten characters with two letters and two digits or special characters.'
  },
  'banksapi.customerIpAddress': {
    default: 'lenient',
    values: ['lenient', 'strict', 'off'],
    about:
      'lenient refuses a Customer-IP-Address that is not public; strict also asks for it where the documentation does; off ignores it.'
  },
  'banksapi.credentials': {
    default: 'lenient',
    values: ['lenient', 'strict'],
    about: 'strict refuses credentials that are not encrypted; lenient takes them as they are.'
  },
  'banksapi.regprotect.singleSession': {
    default: false,
    values: [true, false],
    about: 'An open web form makes the next one a 400 until the sessions are deleted.'
  },
  'banksapi.decoupledPolls': {
    default: 2,
    values: { least: 0 },
    about:
      'After how many polls a decoupled authentication confirms itself; 0 leaves that to the phone.'
  },
  'banksapi.consentDays': {
    default: 90,
    values: { least: 1 },
    about: 'How long a strong authentication opens the accounts of a channel; newer texts say 180.'
  },
  'banksapi.syncTimeoutMinutes': {
    default: 60,
    values: { least: 1 },
    about: 'How long an access lives that was added with sync=false.'
  },
  'banksapi.relations.legacy': {
    default: true,
    values: [true, false],
    about:
      'Products also carry the relations of earlier versions, as start_ueberweisung and get_kontoumsaetze_tagged.'
  },
  'banksapi.transactions.inclusive': {
    default: false,
    values: [true, false],
    about: 'from and to of kontoumsaetze include their own instant; the documentation excludes it.'
  },
  'banksapi.transactions.defaultWindowDays': {
    default: 0,
    values: { least: 0 },
    about: 'How many days kontoumsaetze shows without from and to; 0 shows everything.'
  },
  'banksapi.background.runsPerDay': {
    default: 4,
    values: { least: 0 },
    about: 'How often accesses with sync=true are updated in the background; 0 switches it off.'
  },
  'banksapi.background.idleDays': {
    default: 0,
    values: { least: 0 },
    about:
      'After how many days without a new token of the user there is one update a day only; 0 never.'
  },
  'banksapi.webhooks.duplicate': {
    default: false,
    values: [true, false],
    about: 'Every notification comes twice, with the same serial.'
  },
  'banksapi.webhooks.reorder': {
    default: false,
    values: [true, false],
    about: 'Every other notification of a run is overtaken by the one behind it.'
  },
  'banksapi.webhooks.drop': {
    default: false,
    values: [true, false],
    about: 'Every other notification of a run gets its serial and never comes.'
  },
  'banksapi.webhooks.delaySeconds': {
    default: 0,
    values: { least: 0 },
    about: 'How much later notifications come.'
  },
  'banksapi.payments.refuseDuplicates': {
    default: false,
    values: [true, false],
    about: 'An identical order within five minutes is refused with BA1104 (9390).'
  },
  'banksapi.payments.mandates': {
    default: 'lenient',
    values: ['lenient', 'strict'],
    about:
      'strict refuses a debit that does not fit the sequence of its mandate (BA1200), as one after FNAL or OOFF.'
  },
  'banksapi.compat.javaReferenceClient': {
    default: false,
    values: [true, false],
    about: 'Leaves out product categories that the vendor’s old Java client cannot parse.'
  }
} as const satisfies Switches

export type Behaviour = Settings<typeof banksapiSwitches>
