import { bankverbindungVon } from './bankverbindung.ts'

/** A company that the categoriser knows. All of them are invented. */
export type Geschaeftspartner = {
  readonly systemName: string
  readonly displayName: string
  readonly group: string
  readonly categories: readonly string[]
  readonly addressStreet: string
  readonly addressZip: string
  readonly addressCity: string
  readonly addressCountry: string
  readonly website: string
  readonly creditorId: string
  readonly iban: string
  readonly bic: string
}

/** System name, name, address and categories, the usual one first. */
const TABELLE = `
KORNKRAMER | Kornkramer Markt | Marktplatz 4, 50667 Köln | LIVING_GROCERIES
FRISCHHOF | Frischhof Lebensmittel | Lindenallee 12, 80331 München | LIVING_GROCERIES
BUNTE_TUETE | Bunte Tüte Discount | Hafenweg 3, 20457 Hamburg | LIVING_GROCERIES
BIOSPROSS | Biospross Naturkost | Gartenstr. 9, 10115 Berlin | LIVING_GROCERIES
KOERNLE | Bäckerei Körnle | Mühlgasse 1, 70173 Stuttgart | LIVING_GROCERIES
SEIFENKISTE | Seifenkiste Drogerie | Badgasse 7, 90402 Nürnberg | LIVING_DRUGSTORE
TIEGEL | Tiegel & Tube Drogerie | Ringstr. 88, 04109 Leipzig | LIVING_DRUGSTORE
WOLKE_HILFT | Wolke hilft e. V. | Brunnenweg 2, 53111 Bonn | LIVING_CHARITY
STROMQUELLE | Stromquelle Energie GmbH | Turbinenweg 1, 45127 Essen | BILLS_ENERGY BUSINESS_ENERGY
WARMHAUS | Warmhaus Gas und Wärme | Kesselstr. 6, 30159 Hannover | BILLS_ENERGY
WASSERWERK | Wasserwerk Musterhafen | Quellenweg 5, 28195 Bremen | BILLS_WATERANDDISPOSAL
RUNDFUNK | Beitragsservice Rundfunk | Sendeplatz 1, 50829 Köln | BILLS_PUBLICRADIO
FUNKTURM | Funkturm Mobil GmbH | Antennenring 3, 40213 Düsseldorf | BILLS_TELECOMMUNICATIONS
GLASNETZ | Glasnetz Internet AG | Faserstr. 20, 64283 Darmstadt | BILLS_TELECOMMUNICATIONS
DRAHTLOS | Drahtlos Business GmbH | Relaisweg 8, 60311 Frankfurt | BUSINESS_TELECOMMUNICATIONS
SONNENSCHIRM | Sonnenschirm Versicherung AG | Dachgasse 2, 99084 Erfurt | INSURANCE
LEUCHTFEUER | Leuchtfeuer Leben AG | Küstenstr. 40, 24103 Kiel | INSURANCE_LIFE
ROLLWERK | Rollwerk Kfz-Versicherung | Felgenweg 5, 96450 Coburg | INSURANCE_VEHICLE
HEILGUT | Heilgut Krankenversicherung | Parkallee 9, 65183 Wiesbaden | INSURANCE_HEALTH
PARAGRAF | Paragraf Rechtsschutz | Waagestr. 11, 01067 Dresden | INSURANCE_LEGAL
DEICHBAU | Deichbau Bausparkasse AG | Deichtor 1, 26721 Emden | SAVINGS_BUILDING
MOEBELHOF | Möbelhof Finanzkauf GmbH | Sofaweg 14, 33602 Bielefeld | BANKFINANCE_CREDITPAYMENT
NORDLICHT | Nordlicht Autokredit AG | Polarring 6, 22761 Hamburg | BANKFINANCE_CREDITPAYMENT
STUDIERENDENWERK | Studierendenwerk Küstenland | Campus 1, 18055 Rostock | BANKFINANCE_CREDITPAYMENT
ZIEGELSTEIN | Ziegelstein Hausverwaltung | Giebelweg 8, 10997 Berlin | HOUSING_RENT
ELBBLICK | Elbblick Wohnen GmbH | Uferstr. 30, 20249 Hamburg | HOUSING_RENT
HALLENMEISTER | Hallenmeister Gewerbebau | Industriering 2, 60439 Frankfurt | BUSINESS_RENT
REGALWELT | Regalwelt Einrichtungen | Brettweg 21, 34117 Kassel | HOUSING_FURNISHING
HAMMERFELD | Hammerfeld Baumarkt | Dübelstr. 3, 44135 Dortmund | HOUSING_RENOVATION
STADTKASSE | Stadtkasse Musterhafen | Rathausplatz 1, 28195 Bremen | TAXES_PROPERTY
HAUPTZOLLAMT | Hauptzollamt Musterhafen | Zollkai 2, 28217 Bremen | MOBILITY_TAXES
FINANZAMT | Finanzamt Musterhafen | Amtsgasse 10, 28195 Bremen | TAXES_INCOME TAXES_SALES
FAMILIENKASSE | Familienkasse Musterhafen | Kinderweg 4, 28195 Bremen | INCOME_STATEFAMILY
RENTENVERSICHERUNG | Rentenversicherung Musterland | Ruheallee 1, 15236 Musterstadt | INCOME_PENSION
TANKSTERN | Tankstern Station | Ausfallstr. 99, 38100 Braunschweig | MOBILITY_FUEL BUSINESS_MOBILITY
ZAPFHAHN | Zapfhahn Autohof | Autobahnring 1, 97070 Würzburg | MOBILITY_FUEL BUSINESS_MOBILITY
STADTLINIE | Stadtlinie Verkehrsbetriebe | Gleisweg 7, 10179 Berlin | MOBILITY_PUBLICTRANSPORT
FERNGLEIS | Ferngleis Bahnreisen | Bahnhofsplatz 1, 60329 Frankfurt | TRAVEL_TRANSPORT
PARKWIESE | Parkwiese GmbH | Schrankenweg 2, 50667 Köln | MOBILITY_PARKING
SCHRAUBER | Schrauber Autowerkstatt | Hebebühne 5, 42103 Wuppertal | MOBILITY_SERVICES
TELLERRAND | Restaurant Tellerrand | Gasse 12, 55116 Mainz | RECREATION_FOODANDDRINKS
ZUM_ANKER | Gasthaus zum Anker | Kaiweg 6, 23552 Lübeck | RECREATION_FOODANDDRINKS
NUDELHAUS | Nudelhaus Süd | Asiaweg 3, 86150 Augsburg | RECREATION_FOODANDDRINKS
ROESTWERK | Röstwerk Kaffee | Bohnenstr. 17, 79098 Freiburg | RECREATION_FOODANDDRINKS
FLIMMERKISTE | Flimmerkiste Streaming | Leinwandstr. 4, 14482 Potsdam | RECREATION_STREAMING
OHRWURM | Ohrwurm Musik | Notenweg 8, 68159 Mannheim | RECREATION_STREAMING
KRAFTRAUM | Kraftraum Fitness | Hantelstr. 10, 10245 Berlin | RECREATION_SPORTS
WUERFELGLUECK | Würfelglück Lotterie | Losweg 49, 48143 Münster | RECREATION_GAMBLING
LESEECKE | Leseecke Buchhandlung | Kapitelgasse 2, 72070 Tübingen | RECREATION_PRINTED
MUSTERHAFENER_BOTE | Musterhafener Bote | Druckweg 1, 28195 Bremen | RECREATION_PRINTED
BUEHNENTOR | Bühnentor Kartenservice | Vorhangstr. 5, 99423 Weimar | RECREATION_CULTURAL
PIXELHEIM | Pixelheim Games | Levelweg 64, 76133 Karlsruhe | RECREATION_ONLINE
PFOTENGLUECK | Pfotenglück Tierbedarf | Napfweg 3, 47051 Duisburg | RECREATION_PETS
PAKETPILOT | Paketpilot Versand | Lagerstr. 200, 36251 Bad Hersfeld | SHOPPING_ONLINE
STOFFWECHSEL | Stoffwechsel Mode | Knopfgasse 9, 41061 Mönchengladbach | SHOPPING_CLOTHINGACCESSORIES
STECKDOSE | Steckdose Elektronik | Platinenweg 1, 85049 Ingolstadt | SHOPPING_ELECTRONICS BUSINESS_EQUIPMENT
KAUFPALAST | Kaufpalast | Schaufenster 1, 65185 Wiesbaden | SHOPPING_DEPARTMENTSTORE
ZAHLWERK | Zahlwerk Payments | Kassenweg 4, 10117 Berlin | SHOPPING_ONLINE
APOTHEKE_AM_TOR | Apotheke am Tor | Torstr. 1, 93047 Regensburg | HEALTH_CONSUMABLES
KLARBLICK | Klarblick Optik | Linsenweg 2, 07743 Jena | HEALTH_OPTICS
SPIELESTUBE | Spielestube | Kreiselweg 3, 95444 Bayreuth | FAMILY_TOYS
KITA_MOEWENNEST | Kita Möwennest e. V. | Dünenweg 11, 20251 Hamburg | FAMILY_CHILDCARE
FERNWEH | Fernweh Reisen | Palmenallee 7, 81667 München | TRAVEL_INCLUSIVEOFFERS
BETTENTURM | Bettenturm Hotels | Kissenweg 1, 18546 Sassnitz | TRAVEL_ACCOMMODATION
WORTWOLKE | Wortwolke Cloud Inc. | Servergasse 5, 10785 Berlin | SERVICES_ONLINE
SCHERENSCHNITT | Friseur Scherenschnitt | Lockenweg 6, 50668 Köln | SERVICES_PERSONAL
BRIEFTAUBE | Brieftaube Zustelldienst | Postweg 1, 53113 Bonn | SERVICES_MAIL
LEIHRAD | Leihrad Leasing GmbH | Speichenweg 2, 67059 Ludwigshafen | BUSINESS_LEASING
GROSSKUECHE | Großküche Bedarf GmbH | Kesselhof 9, 63065 Offenbach | BUSINESS_EQUIPMENT
MARKTHALLE | Markthalle Großhandel | Frachtweg 4, 60314 Frankfurt | BUSINESS_OTHER
ZAHLENWERK | Zahlenwerk Steuerberatung | Bilanzstr. 3, 60325 Frankfurt | BUSINESS_CONSULTING
PLAKATWAND | Plakatwand Werbung | Litfaßplatz 2, 60486 Frankfurt | BUSINESS_ADVERTISEMENT
GASTROVERBAND | Gastroverband Hessen-Süd | Tafelrunde 1, 64289 Darmstadt | BUSINESS_ASSOCIATION
INKASSO_EBBE | Ebbe Forderungsmanagement | Mahnweg 13, 55118 Mainz | OTHER_OTHER
`

export const GESCHAEFTSPARTNER: readonly Geschaeftspartner[] = TABELLE.trim()
  .split('\n')
  .map(partnerAus)

const NACH_NAMEN = new Map(GESCHAEFTSPARTNER.map(partner => [partner.systemName, partner]))

export function geschaeftspartnerMit(systemName: string): Geschaeftspartner | undefined {
  return NACH_NAMEN.get(systemName)
}

function partnerAus(zeile: string): Geschaeftspartner {
  const [systemName = '', displayName = '', address = '', categories = ''] = zeile.split(' | ')
  const [, addressStreet = '', addressZip = '', addressCity = ''] =
    /^([^,]*), (\d{5}) (.*)$/.exec(address) ?? []
  const { iban, bic, creditorId } = bankverbindungVon(systemName)
  const group = systemName.toLowerCase().replaceAll('_', '-')
  return {
    systemName,
    displayName,
    group,
    categories: categories.split(' '),
    addressStreet,
    addressZip,
    addressCity,
    addressCountry: 'DE',
    website: `https://${group}.example`,
    creditorId,
    iban,
    bic
  }
}
