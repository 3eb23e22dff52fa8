import t from 'tap'
import { grunderwerbsteuerFor } from '../../../../src/apis/europace/model/grunderwerbsteuer.ts'

const TODAY = '2026-11-21'

const capitals = [
  ['70173', 'Stuttgart', 5],
  ['80331', 'München', 3.5],
  ['10179', 'Berlin', 6],
  ['14467', 'Potsdam', 6.5],
  ['28195', 'Bremen', 5.5],
  ['20095', 'Hamburg', 5.5],
  ['65201', 'Wiesbaden', 6],
  ['19053', 'Schwerin', 6],
  ['30159', 'Hannover', 5],
  ['40213', 'Düsseldorf', 6.5],
  ['55116', 'Mainz', 5],
  ['66111', 'Saarbrücken', 6.5],
  ['01067', 'Dresden', 5.5],
  ['39104', 'Magdeburg', 5],
  ['24103', 'Kiel', 6.5],
  ['99084', 'Erfurt', 5]
] as const

t.test('each state has its rate', async t => {
  for (const [plz, town, rate] of capitals)
    t.equal(grunderwerbsteuerFor(plz, TODAY), rate, `${plz} ${town}`)
})

t.test('Bremen raised its rate in July 2025, the others did not', async t => {
  t.equal(grunderwerbsteuerFor('28195', '2025-06-30'), 5)
  t.equal(grunderwerbsteuerFor('28195', '2025-07-01'), 5.5)
  t.equal(grunderwerbsteuerFor('10179', '2025-06-30'), 6)
})

t.test('without a postal code that is certain there is no rate', async t => {
  for (const plz of [undefined, '', '00000', '99999', '63739', '89073', '7', 'Berlin'])
    t.equal(grunderwerbsteuerFor(plz, TODAY), undefined, String(plz))
})

const borders = [
  ['96515', 'Sonneberg, Thüringen', 5],
  ['12529', 'Schönefeld, Brandenburg', 6.5],
  ['17326', 'Brüssow, Brandenburg', 6.5],
  ['17337', 'Uckerland, Brandenburg', 6.5],
  ['38486', 'Klötze, Sachsen-Anhalt', 5],
  ['38489', 'Beetzendorf, Sachsen-Anhalt', 5],
  ['51598', 'Friesenhagen, Rheinland-Pfalz', 5],
  ['55246', 'Wiesbaden-Kostheim, Hessen', 6],
  ['55252', 'Wiesbaden-Kastel, Hessen', 6],
  ['66482', 'Zweibrücken, Rheinland-Pfalz', 5],
  ['66503', 'Dellfeld, Rheinland-Pfalz', 5],
  ['04895', 'Mühlberg, Brandenburg', 6.5],
  ['04600', 'Altenburg, Thüringen', 5],
  ['17268', 'Templin, Brandenburg', 6.5],
  ['27568', 'Bremerhaven, Bremen', 5.5],
  ['89231', 'Neu-Ulm, Bayern', 3.5],
  ['22113', 'Oststeinbek, Schleswig-Holstein', 6.5],
  ['68623', 'Lampertheim, Hessen', 6],
  ['59969', 'Bromskirchen, Hessen', 6]
] as const

t.test('a town whose neighbours lie in another state gets its own rate or none', async t => {
  for (const [plz, town, rate] of borders) {
    const found = grunderwerbsteuerFor(plz, TODAY)
    t.ok(found === undefined || found === rate, `${plz} ${town}: ${rate}, not ${found}`)
  }
  t.equal(grunderwerbsteuerFor('14715', TODAY), undefined, '14715 lies in two states')
})
