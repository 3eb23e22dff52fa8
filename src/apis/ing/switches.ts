import type { Settings, Switches } from '../../world/behaviour.ts'

/** A layer of security follows the profile unless it is set by itself. */
const LAYER = ['profile', 'on', 'off'] as const

/** How the ING Partner API behaves where sources are silent or contradict each other. */
export const ingSwitches = {
  'ing.profile': {
    default: 'simple',
    values: ['simple', 'full'],
    about:
      'simple asks for a token alone; full for every layer of security below, as the real service does.'
  },
  'ing.ipAllowList': {
    default: 'profile',
    values: LAYER,
    about:
      'Only registered addresses may call: loopback and private ranges, or allowedIps of a client.'
  },
  'ing.clientCertificate': {
    default: 'profile',
    values: LAYER,
    about:
      'A client certificate is needed. profile asks for one on the TLS port alone; on also asks plain HTTP, for X-Client-Cert.'
  },
  'ing.subscriptionKey': {
    default: 'profile',
    values: LAYER,
    about: 'The header Subscription-Key is needed.'
  },
  'ing.throttle': {
    default: 'profile',
    values: LAYER,
    about: 'Requests are limited for each address, told in RateLimit headers.'
  },
  'ing.partnerCompanyId': {
    default: 'profile',
    values: LAYER,
    about:
      'The header Partner-Company-Id is needed; if it is sent it always has to be that of the client.'
  },
  'ing.date': {
    default: 'profile',
    values: LAYER,
    about: 'The header Date is needed and has to be close to the time of the wall.'
  },
  'ing.digest': {
    default: 'profile',
    values: LAYER,
    about: 'The header Digest is needed and has to fit the body.'
  },
  'ing.signature': {
    default: 'profile',
    values: [...LAYER, 'ifPresent'],
    about:
      'The header Signature is needed and has to be right; ifPresent checks it, Date and Digest only where it is sent.'
  },
  'ing.throttleLimit': {
    default: 1800,
    values: { least: 1 },
    about: 'Requests of an address in a window before a 429.'
  },
  'ing.throttleWindowSeconds': {
    default: 60,
    values: { least: 1 },
    about: 'Length of that window, on the clock of the workspace.'
  },
  'ing.throttleBurst': {
    default: 0,
    values: { least: 0 },
    about: 'Requests of an address in one second before a 429; 0 sets no such limit.'
  },
  'ing.dateSkewSeconds': {
    default: 180,
    values: { least: 0 },
    about: 'How far Date may be from the time of the wall.'
  },
  'ing.tokenTtlSeconds': {
    default: 3599,
    values: { least: 1 },
    about: 'How long a token lives.'
  },
  'ing.idempotencyKeyRequired': {
    default: true,
    values: [true, false],
    about:
      'A new application needs an Idempotency-Key; the vendor’s own Postman request forgets it.'
  },
  'ing.idempotencyConflict': {
    default: 409,
    values: [409, 422],
    about: 'Status of a key that comes again with another body.'
  },
  'ing.createdStatus': {
    default: 201,
    values: [200, 201, 202],
    about: 'Status of an accepted application; the documentation lists all three.'
  },
  'ing.crefoWindowSeconds': {
    default: 300,
    values: { least: 0 },
    about: 'How long a crefo id is closed after an application; 0 never closes it.'
  },
  'ing.duplicatePolicy': {
    default: 'reject',
    values: ['reject', 'flag'],
    about:
      'A company that is in process or was rejected recently is rejected, or its application is only flagged for the back office.'
  },
  'ing.recentRejectionDays': {
    default: 30,
    values: { least: 0 },
    about: 'How long a rejection counts as recent.'
  },
  'ing.gdprAfterDays': {
    default: 30,
    values: { least: 1 },
    about: 'When personal data of rejected and abandoned applications are anonymised.'
  },
  'ing.autoAdvance': {
    default: false,
    values: [true, false],
    about: 'Applications go on by themselves to RISK_CHECK, OFFER and ACTIVATED.'
  },
  'ing.stepSeconds': {
    default: 60,
    values: { least: 1 },
    about:
      'How long each such step and those of the magic crefo ids take, on the clock of the workspace.'
  },
  'ing.bodyLimitBytes': {
    default: 1_048_576,
    values: { least: 1 },
    about: 'A larger request for an application is refused with a 413.'
  },
  'ing.getIncludesPayload': {
    default: false,
    values: [true, false],
    about: 'Reading an application also shows what was submitted.'
  },
  'ing.camelCaseRejectionReasons': {
    default: false,
    values: [true, false],
    about: 'The reasons are named rejectionReasons, as in one sample.'
  },
  'ing.indexedPaths': {
    default: false,
    values: [true, false],
    about:
      'Fields of violations show the index of a list element, representatives[1]; else representatives[].'
  },
  'ing.strictUnknownFields': {
    default: false,
    values: [true, false],
    about: 'Unknown fields of a request are refused.'
  }
} as const satisfies Switches

export type Behaviour = Settings<typeof ingSwitches>
