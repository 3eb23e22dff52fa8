/** A tag of a user, and the bookings that tell it. */
export type Anzeichen = {
  /** System name of the item. */
  readonly item: string
  /** Categories of which there have to be bookings; one at the top stands for all below it. */
  readonly wenn: readonly string[]
  /** Categories of which there must be none. */
  readonly ohne?: readonly string[]
  /** How many bookings. */
  readonly mindestens: number
  /** Over how many days back. */
  readonly tage: number
}

/** Something that happens to a user: bookings begin, or somebody new is behind them. */
export type Ereignis = {
  readonly item: string
  readonly kategorien: readonly string[]
  readonly art: 'beginn' | 'wechsel'
}

const EINKOMMEN = ['INCOME_SALARY', 'INCOME_PENSION', 'INCOME_BUSINESS']
const VERDIENST = ['INCOME_SALARY', 'INCOME_BUSINESS']
const URLAUB = ['TRAVEL_ACCOMMODATION', 'TRAVEL_INCLUSIVEOFFERS']
const KARTE = ['TRANSFER_CREDITCARDSETTLEMENT']

// assumed: the documentation names the trees; their items and what tells them are ours
export const ANLAESSE: readonly Anzeichen[] = [
  anlass('LIABILITY_INSURANCE', EINKOMMEN, ['INSURANCE_LIABILITY']),
  anlass('HOUSEHOLD_INSURANCE', ['HOUSING_RENT', 'HOUSING_FINANCING'], ['INSURANCE_PROPERTY']),
  anlass('VEHICLE_INSURANCE', ['MOBILITY_FUEL', 'MOBILITY_TAXES'], ['INSURANCE_VEHICLE']),
  anlass('TRAVEL_INSURANCE', URLAUB, ['INSURANCE_TRAVEL']),
  anlass('PET_INSURANCE', ['RECREATION_PETS']),
  anlass('PRIVATE_PENSION', VERDIENST, ['INSURANCE_LIFE']),
  anlass('BUILDING_SAVINGS', ['HOUSING_RENT'], ['SAVINGS_BUILDING', 'HOUSING_FINANCING']),
  anlass('CHILD_SAVINGS', ['INCOME_STATEFAMILY', 'FAMILY_CHILDCARE']),
  anlass('CREDIT_CARD', ['TRAVEL', 'SHOPPING_ONLINE'], KARTE),
  anlass('ENERGY_SWITCH', ['BILLS_ENERGY']),
  anlass('DEBT_CONSOLIDATION', ['BANKFINANCE_CREDITPAYMENT'])
]

export const PHASEN: readonly Anzeichen[] = [
  phase('STUDENT', ['INCOME_STATEEDUCATION', 'EDUCATION_ACADEMIC']),
  phase('EMPLOYEE', ['INCOME_SALARY']),
  phase('SELF_EMPLOYED', ['INCOME_BUSINESS']),
  phase('JOB_SEEKER', ['INCOME_SOCIALBENEFIT'], VERDIENST),
  phase('FAMILY', ['INCOME_STATEFAMILY', 'FAMILY']),
  phase('HOMEOWNER', ['HOUSING_FINANCING', 'TAXES_PROPERTY']),
  phase('RETIREE', ['INCOME_PENSION'], VERDIENST)
]

export const AFFINITAETEN: readonly Anzeichen[] = [
  affinitaet('TRAVEL', ['TRAVEL'], 2),
  affinitaet('DINING', ['RECREATION_FOODANDDRINKS'], 6),
  affinitaet('SPORTS', ['RECREATION_SPORTS']),
  affinitaet('CULTURE', ['RECREATION_CULTURAL']),
  affinitaet('READING', ['RECREATION_PRINTED']),
  affinitaet('STREAMING', ['RECREATION_STREAMING']),
  affinitaet('GAMING', ['RECREATION_ONLINE']),
  affinitaet('GAMBLING', ['RECREATION_GAMBLING']),
  affinitaet('PETS', ['RECREATION_PETS']),
  affinitaet('FASHION', ['SHOPPING_CLOTHINGACCESSORIES']),
  affinitaet('BEAUTY', ['SHOPPING_BEAUTY', 'SERVICES_PERSONAL']),
  affinitaet('ELECTRONICS', ['SHOPPING_ELECTRONICS']),
  affinitaet('HOME', ['HOUSING_FURNISHING', 'HOUSING_RENOVATION']),
  affinitaet('CAR', ['MOBILITY_FUEL', 'MOBILITY_SERVICES', 'MOBILITY_PARKING'], 6),
  affinitaet('PUBLIC_TRANSPORT', ['MOBILITY_PUBLICTRANSPORT']),
  affinitaet('CHARITY', ['LIVING_CHARITY'], 2),
  affinitaet('ONLINE_SHOPPING', ['SHOPPING_ONLINE'], 6)
]

export const EREIGNISSE: readonly Ereignis[] = [
  { item: 'MOVE', kategorien: ['HOUSING_RENT'], art: 'wechsel' },
  { item: 'NEW_JOB', kategorien: ['INCOME_SALARY'], art: 'wechsel' },
  { item: 'LOSS_OF_JOB', kategorien: ['INCOME_SOCIALBENEFIT'], art: 'beginn' },
  { item: 'SELF_EMPLOYMENT', kategorien: ['INCOME_BUSINESS'], art: 'beginn' },
  { item: 'BIRTH_OF_CHILD', kategorien: ['INCOME_STATEFAMILY'], art: 'beginn' },
  { item: 'RETIREMENT', kategorien: ['INCOME_PENSION'], art: 'beginn' },
  { item: 'PROPERTY_PURCHASE', kategorien: ['HOUSING_FINANCING'], art: 'beginn' },
  { item: 'VEHICLE_PURCHASE', kategorien: ['MOBILITY_VEHICLEACQUISITION'], art: 'beginn' },
  { item: 'LOAN', kategorien: ['INCOME_CREDIT'], art: 'beginn' }
]

function anlass(item: string, wenn: readonly string[], ohne: readonly string[] = []): Anzeichen {
  return { item, wenn, ohne, mindestens: 1, tage: 365 }
}

function phase(item: string, wenn: readonly string[], ohne: readonly string[] = []): Anzeichen {
  return { item, wenn, ohne, mindestens: 2, tage: 120 }
}

function affinitaet(item: string, wenn: readonly string[], mindestens = 3): Anzeichen {
  return { item, wenn, mindestens, tage: 365 }
}
