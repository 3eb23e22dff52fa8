/** The full name of a scope. documented: those of management have no address before them (dossier A5) */
export function fullScope(scope: string): string {
  return /^(provider|customer|schedule)\//.test(scope) ? `http://banksapi.io/${scope}` : scope
}

export type Granted =
  | { readonly granted: true; readonly scopes: readonly string[] }
  | { readonly granted: false; readonly missing: string }

/**
 * The scopes of a new token. documented: none wished for brings all, fewer narrow; assumed: one that is not granted is
 * refused (dossier A5)
 */
export function grantScopes(granted: readonly string[], wish: string | undefined): Granted {
  const wanted = [...new Set((wish ?? '').split(/\s+/).filter(scope => scope !== ''))]
  const missing = wanted.find(scope => !granted.includes(scope))
  if (missing !== undefined) return { granted: false, missing }
  return { granted: true, scopes: wanted.length > 0 ? wanted : granted }
}
