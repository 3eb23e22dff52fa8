import type { Code } from './meldung.ts'

/** What raises each message by itself, for the documentation; every one also comes with the word `+baNNNN`. */
export const AUSLOESER: Readonly<Record<Code, string>> = {
  BA999: 'only by the word; in the web form it ends with baReentry=ERROR',
  BA1000: 'a provider in maintenance (`Wartung` in its hint), or `simulate/provider-down`',
  BA1001: 'a provider that is no longer active, or one that no list knows',
  BA1010:
    'a PIN that was wrong three times, or `simulate/lock-login`; the login is locked for a day of the clock',
  BA1011: 'a wrong PIN or an unknown login',
  BA1012: 'a field of the provider that is missing; a refresh without a stored login',
  BA1013: 'only by the word',
  BA1014: 'only by the word',
  BA1020: 'only by the word',
  BA1051: 'a provider that is broken, or `simulate/provider-down`',
  BA1052: 'only by the word',
  BA1053: 'only by the word',
  BA1060: 'only by the word; at the products too',
  BA1062: 'only by the word; at products with bookings too',
  BA1063: 'only by the word; at portfolios too',
  BA1064: 'only by the word',
  BA1100:
    'a transfer with a wrong IBAN, amount, currency, day or text; one past the reference account (`demo2`’s Tagesgeldkonto); an empty list',
  BA1101: 'an unknown method in a strong authentication',
  BA1102: 'an unknown medium in a strong authentication',
  BA1103: 'a TAN of a payment that was wrong three times, or too late',
  BA1104:
    'an account that cannot pay or that nobody knows, money that is not there, `test_failing_payment`, an order that came twice (with its switch)',
  BA1110: 'an Überweisung of the older interface that waits for its TAN',
  BA1111: 'a transfer that was executed',
  BA1112: 'several transfers that were submitted, or one for a later day',
  BA1200:
    'a debit with wrong data, a sequence that is none, `business` or `sequenceType` on both levels',
  BA1204: 'a debit to an account that is no Girokonto, or from a bank outside of Germany',
  BA1212: 'a debit that was submitted',
  BA2002: 'only by the word',
  BA2003: 'a login with a product of an unknown kind (`demo3`)',
  BA2004: 'an EBICS access until the bank has read its letter, a day after it was made',
  BA2021: 'only by the word; at the products alone',
  BA2062: 'only by the word; at products with bookings alone',
  BA3000:
    'a strong authentication that failed or was never finished, a consent that is over (`simulate/expire-consent`)',
  BA3005: 'a bank that authenticates by redirect, or the word `+redirect`',
  BA3010: 'a login with several methods (`test_sca_method`)',
  BA3020: 'a method with several media (`test_sca_method_media`)',
  BA3030: 'a challenge that waits for its answer',
  BA3040: 'three wrong TANs, a redirect that was cancelled, a push that was rejected',
  BA3060: 'the word `+nosupport`'
}
