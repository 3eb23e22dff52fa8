import type { components } from '../../../contract/types/banksapi-customer.ts'
import type { Verfahren } from './verfahren.ts'

type Challenge = components['schemas']['Challenge']

/** What the customer is asked. `photo` is the picture of a photoTAN, a PNG in Base64. documented: dossier C5, D0 and E5, spelling as it is */
export function challengeOf(verfahren: Verfahren, photo: string): Challenge {
  const { challenge: name, art, kodierung } = verfahren
  if (art === 'entkoppelt') {
    const instructions = 'Bitte führen Sie die entkoppelte Authentifizierung durch.'
    return { name, content: { instructions }, decoupled: true }
  }
  if (art === 'umleitung') {
    const instructions = 'Bitte authentifizieren Sie sich auf der Seite Ihrer Bank.'
    return { name, content: { instructions }, redirect: true }
  }
  return { name, content: contentOf(kodierung, photo), decoupled: false }
}

function contentOf(kodierung: number, photo: string): Challenge['content'] {
  switch (kodierung) {
    case 902:
      return {
        instructions: 'Scannen Sie die Grafik und geben Sie die angezeigte TAN ein.',
        photo
      }
    case 911:
      return {
        instructions: 'Nutzen sie Ihren TAN-Generator und geben sie anschließend Ihre TAN ein.',
        HHD: '11048714955205123456789F14302C303107',
        HHDUC: '1234567891234567891234567890,01'
      }
    case 980:
      return { instructions: 'Bitte geben Sie die TAN ein, die Sie per SMS erhalten haben.' }
    case 999:
      return { instructions: 'Bitte geben Sie die TAN "12" Ihrer Liste ein.' }
    default:
      return { instructions: 'Bitte geben Sie eine durch 2 teilbare Zahl ein.' }
  }
}
