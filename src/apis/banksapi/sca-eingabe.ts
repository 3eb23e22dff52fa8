import type { components } from '../../contract/types/banksapi-customer.ts'
import { Problem } from '../../http/problem.ts'
import { type Sca, type ScaEvent, verfahrenOf } from './model/sca.ts'

type Body = components['schemas']['SubmitScaData']

/** What a body means for the step that is open. assumed: what does not fit it is a 400 (dossier B4) */
export function eventIn(body: Body | undefined, sca: Sca): ScaEvent {
  const method = body?.chosenScaMethodId
  const media = body?.chosenScaMedia
  const answer = body?.scaAuthenticationData
  switch (sca.schritt) {
    case 'METHODE':
      if (method === undefined) throw missing('chosenScaMethodId')
      return { type: 'method', kodierung: Number(method) }
    case 'MEDIUM':
      if (media === undefined) throw missing('chosenScaMedia')
      return { type: 'medium', name: media }
    case 'CHALLENGE':
      if (verfahrenOf(sca)?.art !== 'tan') return { type: 'claimed' }
      if (answer === undefined) throw missing('scaAuthenticationData')
      return { type: 'tan', tan: answer }
  }
}

/** A client gives an authentication up. documented: only a redirect can be */
export function cancelOf(sca: Sca): ScaEvent {
  if (verfahrenOf(sca)?.art === 'umleitung') return { type: 'cancelled' }
  throw new Problem(400, 'Bad Request', 'Only a redirect can be cancelled')
}

function missing(name: string): Problem {
  return new Problem(400, 'Bad Request', `${name} is missing`)
}
