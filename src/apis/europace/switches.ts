import type { Settings, Switches } from '../../world/behaviour.ts'

/** How the Europace APIs behave where sources are silent or contradict each other. */
export const europaceSwitches = {
  'europace.allowBodyCredentials': {
    default: false,
    values: [true, false],
    about:
      'Clients may send client_id and client_secret in the body of a token request, which is not documented.'
  },
  'europace.partners': {
    default: 'lenient',
    values: ['lenient', 'strict'],
    about:
      'lenient believes that a well-formed partner id outside of the fixtures exists; strict does not.'
  },
  'europace.bearbeiter': {
    default: 'takeover',
    values: ['takeover', 'strict'],
    about:
      'takeover lets Bearbeiter, Kundenbetreuer and the organisations above them replace a case, the first becomes Bearbeiter of a case without one; strict lets only the Bearbeiter.'
  },
  'europace.requireEchtgeschaeftOnRead': {
    default: true,
    values: [true, false],
    about:
      'Reading and replacing an ECHT_GESCHAEFT case needs the scope baufinanzierung:echtgeschaeft too.'
  },
  'europace.echoReferenzId': {
    default: true,
    values: [true, false],
    about: 'A case is shown with the referenzId that was sent; else with internal ids in its place.'
  },
  'europace.emitLegacyTwins': {
    default: false,
    values: [true, false],
    about: 'A case is shown with the deprecated properties beside those that replaced them.'
  },
  'europace.emitNulls': {
    default: false,
    values: [true, false],
    about:
      'The validation status of a contact is shown as null where it is not known, as in one sample.'
  },
  'europace.fillNebenkosten': {
    default: true,
    values: [true, false],
    about: 'Missing notary fees and land transfer tax of a purchase are filled in.'
  },
  'europace.strictDates': {
    default: false,
    values: [true, false],
    about:
      'Every rule about future and past in the descriptions is enforced, not only the three that really are.'
  },
  'europace.strictScalars': {
    default: false,
    values: [true, false],
    about: 'Numbers as text, text as numbers and decimals in whole numbers are refused.'
  },
  'europace.unknownType': {
    default: 'drop',
    values: ['drop', 'reject'],
    about: 'An object with an unknown @type is dropped, or makes the body unreadable.'
  },
  'europace.hiddenRules': {
    default: false,
    values: [true, false],
    about:
      'Refuses what the real service was once seen to refuse without a word in its documentation.'
  },
  'europace.violationsRoot': {
    default: true,
    values: [true, false],
    about: 'The fields of violations start with kundenangaben; else they do not, as in 2020.'
  },
  'kex.lenientNumbers': {
    default: false,
    values: [true, false],
    about:
      'The KEX import reads numbers as text and cuts decimals of whole numbers, with a message; else it drops them.'
  },
  'kex.applyUpdateRules': {
    default: true,
    values: [true, false, 'all'],
    about:
      'The KEX import drops invalid IBANs and BICs and a rate beside a term, and fills in ratenzahlungstermin, as the update API does; all also takes abloesen from loans beside a Fahrzeugkauf.'
  },
  'kex.automaticAntrag': {
    default: false,
    values: [true, false],
    about: 'Every imported case has an application at once, <vorgangsnummer>/1/1.'
  },
  'kexAntragsstatus.requireStatus': {
    default: false,
    values: [true, false],
    about: 'A call without a status is a 422, as it was until November 2025.'
  },
  'europace.rateLimit': {
    default: 0,
    values: { least: 0 },
    about: 'Requests per minute and client before a 429; 0 sets no limit.'
  }
} as const satisfies Switches

export type Behaviour = Settings<typeof europaceSwitches>
