/** Header fields that let a page of another origin read an answer. documented: CORS; assumed: the fields (dossier A6) */
export function corsHeaders(origin: string | undefined): Readonly<Record<string, string>> {
  if (origin === undefined) return {}
  return {
    'Access-Control-Allow-Origin': '*',
    'Access-Control-Expose-Headers': 'Location, X-Correlation-ID'
  }
}

/** Those of the answer to a preflight, an OPTIONS request with `Access-Control-Request-Method`. */
export function preflightHeaders(origin: string | undefined): Readonly<Record<string, string>> {
  if (origin === undefined) return {}
  return {
    ...corsHeaders(origin),
    'Access-Control-Allow-Methods': 'GET, POST, PUT, DELETE, OPTIONS',
    'Access-Control-Allow-Headers':
      'Authorization, Content-Type, Accept, X-Correlation-ID, Customer-IP-Address, X-API-KEY, Prefer',
    'Access-Control-Max-Age': '600'
  }
}
