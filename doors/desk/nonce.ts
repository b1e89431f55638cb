/**
 * Style elements that our own program makes carry the page's nonce. antd passes it on in most places, but not where it
 * measures scroll bars or locks scrolling. Elements that come out of a string of HTML get none, so the policy keeps its point.
 */
export function lendNonce(nonce: string): void {
  const make = document.createElement.bind(document)
  document.createElement = ((name: string, options?: ElementCreationOptions) => {
    const element = make(name, options)
    if (element instanceof HTMLStyleElement) element.nonce = nonce
    return element
  }) as typeof document.createElement
}
