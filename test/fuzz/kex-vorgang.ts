import type { components } from '../../src/contract/types/kreditsmart-vorgang-import.ts'

type Vorgang = components['schemas']['Vorgang']

const anschrift = { strasse: 'Am Ring', hausnummer: '1a', plz: '01067', ort: 'Dresden' }
const erster = { gehoertZuAntragsteller: 'ANTRAGSTELLER_1' } as const
const zweiter = { gehoertZuAntragsteller: 'ANTRAGSTELLER_2' } as const
const beide = { gehoertZuAntragsteller: 'BEIDE' } as const
const konto = { iban: 'DE02120300000000202051', bic: 'BYLADEM1001', kreditinstitut: 'DKB' }
const kredit = {
  ...konto,
  datumErsteZahlung: '2020-02-29',
  datumLetzteRate: '2030-01-31',
  glaeubiger: 'Bank',
  rateMonatlich: 99.5,
  restschuld: 4000,
  schlussrate: 0,
  urspruenglicherKreditbetrag: 12000
}
const absicherung = { gewuenscht: true, kommentar: 'später', vorhanden: false, wichtig: true }

const antragsteller1: Vorgang['antragsteller1'] = {
  herkunft: {
    arbeitserlaubnisVorhanden: true,
    arbeitserlaubnisBefristetBis: '2030-01-01',
    aufenthaltstitel: 'VISUM',
    aufenthaltBefristetBis: '2030-01-01',
    inDeutschlandSeit: '2015-06-01',
    staatsangehoerigkeit: 'XK',
    weitereStaatsangehoerigkeiten: ['FR', 'SONSTIGE'],
    steuerId: '06265934810'
  },
  personendaten: {
    anrede: 'FRAU',
    email: 'ada@example.org',
    familienstand: 'GETRENNT_LEBEND',
    geburtsdatum: '1990-02-28',
    geburtsname: 'Ášå',
    geburtsort: 'Pristina',
    geburtsland: 'XK',
    nachname: 'Muster',
    telefonGeschaeftlich: '0351 1',
    telefonPrivat: '0351 2',
    titel: ['DOKTOR', 'PROFESSOR'],
    vorname: 'Ada'
  },
  wohnsituation: {
    anschrift: { ...anschrift, land: 'DE', wohnhaftSeit: '2025-01-01' },
    anzahlPersonenImHaushalt: 3,
    anzahlPkw: 0,
    wohnart: 'ZUR_UNTERMIETE',
    voranschrift: { ...anschrift, wohnhaftSeit: '2010-01-01' }
  },
  beschaeftigung: {
    beschaeftigungsart: 'ANGESTELLTER',
    angestellter: {
      beschaeftigungsverhaeltnis: {
        arbeitgeber: { anschrift, branche: 'HANDEL', name: 'Laden' },
        berufsbezeichnung: 'Verkäuferin',
        befristung: 'BEFRISTET',
        befristetBis: '2028-12-31',
        beschaeftigtSeit: '2024-01-01',
        inProbezeit: false,
        nettoeinkommenMonatlich: 2100.55
      },
      vorherigesBeschaeftigungsverhaeltnis: {
        arbeitgeber: { name: 'Werft' },
        beschaeftigtSeit: '2010-01-01',
        beschaeftigtBis: '2023-12-31'
      }
    }
  }
}

const antragsteller2: Vorgang['antragsteller2'] = {
  wohnsituation: { gemeinsamerHaushalt: true, wohnart: 'BEI_DEN_ELTERN' },
  beschaeftigung: {
    beschaeftigungsart: 'FREIBERUFLER',
    freiberufler: {
      berufsbezeichnung: 'Hebamme',
      firma: { anschrift, branche: 'GESUNDHEIT_SOZIALWESEN', name: 'Praxis' },
      selbststaendigSeit: '2012-04-01',
      nettoeinkommenJaehrlich: 31000,
      bruttoEinkommenLaufendesJahr: 40000,
      einkommenssteuerLetztesJahr: 7000,
      abschreibungenVor3Jahren: 0
    }
  }
}

const haushalt: Vorgang['haushalt'] = {
  ausgaben: {
    mietausgaben: [{ betragMonatlich: 800, ...beide }],
    privateKrankenversicherungen: [{ betragMonatlich: 400, ...zweiter }],
    unterhaltsverpflichtungen: [{ betragMonatlich: 300, ...erster }],
    sonstigeAusgaben: [{ betragMonatlich: 50, ...beide }, {}]
  },
  einnahmen: {
    ehegattenunterhalt: [{ betragMonatlich: 200, ...erster }],
    einkuenfteAusNebentaetigkeit: [
      { betragMonatlich: 520, beginnDerTaetigkeit: '2024-02-01', ...zweiter }
    ],
    sonstigeEinnahmen: [{ betragMonatlich: 10, ...erster }],
    unbefristeteZusatzrenten: [{ betragMonatlich: 20, ...zweiter }]
  },
  verbindlichkeiten: {
    dispositionskredite: [
      { ...konto, ...beide, abloesen: true, beanspruchterBetrag: 500, zinssatz: 11.25 }
    ],
    kreditkarten: [{ ...konto, ...zweiter, abloesen: false, rateMonatlich: 50 }],
    leasings: [
      { ...erster, datumLetzteRate: '2027-06-30', glaeubiger: 'Auto', rateMonatlich: 250 }
    ],
    ratenkredite: [
      { ...kredit, ...erster, abloesen: true },
      { ...kredit, ...beide, abloesen: false }
    ],
    sonstigeVerbindlichkeiten: [{ ...kredit, ...zweiter }]
  },
  vermoegen: {
    bausparvertraege: [{ sparbeitragMonatlich: 100, ...beide }],
    lebensversicherungen: [{ praemieMonatlich: 62, ...erster }]
  },
  immobilien: [
    {
      ...beide,
      bezeichnung: 'Laube',
      darlehen: [{ restschuld: 70000, zinsbindungBis: '2032-12-31', rateMonatlich: 395 }],
      immobilienart: 'EINFAMILIENHAUS',
      mieteinnahmenKaltMonatlich: 500,
      nutzungsart: 'EIGENGENUTZT_UND_VERMIETET',
      vermieteteWohnflaeche: 40,
      wert: 250000,
      wohnflaeche: 120
    }
  ],
  kinder: [
    { ...beide, kindergeldFuer: 'ERSTES_ODER_ZWEITES_KIND', name: 'Ida' },
    { ...erster, kindergeldFuer: 'AB_VIERTEM_KIND', unterhaltseinnahmenMonatlich: 250 }
  ],
  kontoverbindung: { ...konto, ...beide }
}

/** A Vorgang that says a lot, all of which is taken over. */
export const vorgang: Vorgang = {
  kundenbetreuer: { partnerId: 'ABC12' },
  bearbeiter: { partnerId: 'TEST' },
  tippgeber: { partnerId: 'DIV95' },
  leadquelle: 'USECASE_AUTO',
  benachrichtigung: { aktiv: true },
  eigeneVorgangsnummer: '4711',
  baufiSmartVorgangsnummer: 'YX4MDU',
  antragsteller1,
  antragsteller2,
  haushalt,
  finanzbedarf: {
    fahrzeugkauf: {
      anbieter: 'PRIVAT',
      beglicheneKosten: 1000,
      erstzulassungsdatum: '2019-05-20',
      kaufpreis: 9900,
      kw: 81,
      laufleistung: 75000,
      marke: 'Wartburg',
      modell: '353',
      ps: 110
    },
    finanzierungszweck: 'FAHRZEUGKAUF',
    finanzierungswunsch: {
      kreditbetrag: 8900,
      provisionswunschInProzent: 1.5,
      rateMonatlich: 150,
      ratenzahlungstermin: 'MONATSMITTE'
    },
    ratenschutzAntragsteller1: {
      arbeitslosigkeitAbsicherung: absicherung,
      arbeitsunfaehigkeitAbsicherung: absicherung,
      todesfallAbsicherung: absicherung
    },
    ratenschutz: { versicherteRisikenAntragsteller2: ['LEBEN', 'ARBEITSLOSIGKEIT'] }
  },
  kommentare: ['Ruft morgen an.', 'Zwei Zeilen\nText']
}

/** The same without its second applicant, and with an empty element before those of every list. */
export const lueckenhaft = withGaps({ ...vorgang, antragsteller2: null })

function withGaps(value: unknown): unknown {
  if (Array.isArray(value)) return [null, ...value.map(withGaps)]
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).map(([key, inner]) => [key, withGaps(inner)])
  return Object.fromEntries(entries)
}
