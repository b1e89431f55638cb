// The hook must stand first: it makes React load its fast build and Node load .tsx.
import './tsx-hook.ts'
import { existsSync, readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { loadTiles } from '../../city/settings.ts'
import { type Actor, ANYONE } from '../../kernel/access/actor.ts'
import { Limiter } from '../../kernel/http/limiter.ts'
import { cookieName, problemOf, type Shortcut } from '../../kernel/http/server.ts'
import type { MeasureService } from '../../kernel/measures/service.ts'
import type { RecordService } from '../../kernel/records/service.ts'
import type { Office } from '../../kernel/rooms/office.ts'
import { Failure, fail } from '../../kernel/values/fail.ts'
import type { Finding } from '../../kernel/values/finding.ts'
import { say } from '../../kernel/values/text.ts'
import { addressOf } from '../../kit/portal/address.ts'
import type {
  AnyPortalPage,
  MeasureEntry,
  PortalContext,
  PortalLetter,
  PortalLetterEntry,
  PortalView,
  Words,
} from '../../kit/portal/page.ts'
import { loadAssets } from './assets.ts'
import { registerChecker } from './checker.ts'
import { chooseEncoding, isSameEtag, type KeptPage, PageCache } from './page-cache.ts'
import { PREFERENCES_COOKIE, PREFERENCES_SECONDS, readPreferences, safeBack, writePreferences } from './preferences.ts'
import { QuickPages } from './quick-pages.ts'
import { readWords } from './words.ts'

const ROOT = join(import.meta.dirname, '..', '..')
// Node's own loader with the hook in every case: a test runner would put its own transform of JSX in place of it.
const load = createRequire(import.meta.url)
const CACHE_BYTES_MAX = 64 << 20
/** A kept page is made anew after so long, even when nobody said that something changed. */
const CACHE_SECONDS = 60
/** Checks of certificates from one address: enough for a foreman with a crew, too few for guessing. */
const LOOKUP_LIMIT = { capacity: 20, perMinute: 10 }

/** What the portal stands on. It reads for the public only, whoever is signed in. */
export type PortalParts = {
  office: Office
  measures: Pick<MeasureService, 'answer' | 'get' | 'factsOf'>
  records: Pick<RecordService, 'list' | 'codesOf'>
  read(id: string, query: { [name: string]: unknown }, actor: Actor): Promise<unknown>
  letters?: PortalLetters
  town?: { scale: number }
  /** Served over https: the cookie of preferences is Secure. */
  secure?: boolean
  deskPath?: string
  cacheBytesMax?: number
  cacheSeconds?: number
  lookupLimit?: { capacity: number; perMinute: number }
}
/** The part of the letter service that pages need. */
export type PortalLetters = {
  list(): Promise<readonly { id: string; number: string; title: string }[]>
  get(id: string): Promise<{
    id: string
    template: {
      number: string
      replyClass?: string
      note?: string
      proposal: NonNullable<PortalLetter['proposal']>
      figures: { readonly [key: string]: { label?: string } }
    }
    letter: { titleLines: string[] }
    figures: readonly Omit<PortalLetter['figures'][number], 'label'>[]
    findings: readonly Finding[]
  }>
  html(id: string): Promise<string>
}

export type Portal = { dropCache(): void; cache: PageCache; paths: ReadonlySet<string>; shortcut: Shortcut }

/** Pages by convention: `modules/<room>/pages/portal.tsx` and `doors/portal/pages/*.tsx` export `pages`. */
export function loadPages(root: string = ROOT): AnyPortalPage[] {
  const rooms = readdirSync(join(root, 'modules'), { withFileTypes: true })
    .filter((d) => d.isDirectory())
    .map((d) => join(root, 'modules', d.name, 'pages', 'portal.tsx'))
    .filter((f) => existsSync(f))
  const own = readdirSync(join(root, 'doors/portal/pages'))
    .filter((f) => f.endsWith('.tsx') && !f.endsWith('.test.tsx'))
    .map((f) => join(root, 'doors/portal/pages', f))
  const pages: AnyPortalPage[] = []
  for (const file of [...own, ...rooms]) {
    const { pages: found } = load(file) as { pages?: readonly AnyPortalPage[] }
    for (const p of found ?? []) {
      if (pages.some((x) => x.path === p.path)) throw new Error(`two pages have the path ${p.path}`)
      pages.push(p)
    }
  }
  return pages
}

export async function registerPortal(app: FastifyInstance, parts: PortalParts): Promise<Portal> {
  const { office } = parts
  const pages = loadPages()
  const { drawPage, drawError } = load('./draw.tsx') as typeof import('./draw.tsx')
  const assets = loadAssets(ROOT)
  const tiles = loadTiles(office.city.folder)
  const measures = listMeasures(parts)
  const cache = new PageCache(parts.cacheBytesMax ?? CACHE_BYTES_MAX, {
    secondsMax: parts.cacheSeconds ?? CACHE_SECONDS,
    now: () => office.world.now().getTime(),
  })
  const quick = new QuickPages(() => office.world.now().getTime(), parts.cacheSeconds ?? CACHE_SECONDS)
  const limiter = new Limiter({ ...LOOKUP_LIMIT, ...parts.lookupLimit, now: () => office.world.now().getTime() })
  const paths = new Set(pages.map((p) => p.path))
  const setting = { assets, paths, deskPath: parts.deskPath ?? '/desk/' }

  const viewOf = (req: FastifyRequest, words: ReturnType<typeof readWords>, address?: string): PortalView => {
    const preferences = readPreferences(req.cookies[PREFERENCES_COOKIE], req.query as Words)
    const path = pathOf(req)
    const { id, name, bureau, shortName, division, zone, helpPhone } = office.city
    return {
      path,
      address: address ?? addressOf(path, words.given),
      ...preferences,
      office: {
        city: { id, name, bureau, shortName, division, zone, helpPhone },
        today: office.world.today(),
        demonstration: office.demonstration,
        scale: parts.town?.scale ?? 1,
      },
      ...words,
      say: (t) => say(t, preferences.language),
    }
  }

  const contextOf = (view: PortalView, params: Words): PortalContext => ({
    ...view,
    params,
    measure: (id, words = {}) => parts.measures.answer(id, words, 'public'),
    measures: () => measures,
    read: (id, query) => parts.read(id, query, ANYONE),
    list: (record, words = {}) => parts.records.list(record, words, ANYONE, 'public'),
    codes: (table) =>
      [...parts.records.codesOf(table)]
        .map(([code, name]) => ({ code, name }))
        .sort((a, b) => (a.code < b.code ? -1 : 1)),
    tiles: () => tiles,
    letters: async () => (await parts.letters?.list()) ?? [],
    letter: (id) => (parts.letters ? readLetter(parts.letters, id) : fail('NotFound')),
  })

  /** Errors become pages of the same look, with the status of the error. */
  const onError = (error: unknown, req: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const problem = problemOf(error, req.id)
    if (problem.status >= 500 && problem.status !== 503) req.log.error({ err: error }, 'page failed')
    if (problem.retryAfter) reply.header('retry-after', String(problem.retryAfter))
    const view = viewOf(req, { query: {}, given: {}, findings: [] }, req.method === 'GET' ? undefined : pathOf(req))
    return reply
      .code(problem.status)
      .header('cache-control', 'no-store')
      .type(HTML)
      .send(drawError({ view, problem, requestId: req.id, ...setting }))
  }

  for (const page of pages) {
    const url = page.path.replace(/\{(\w+)\}/g, ':$1')
    const draw = async (view: PortalView, req: FastifyRequest): Promise<string> =>
      drawPage({ page, view, data: await page.load(contextOf(view, req.params as Words)), ...setting })

    app.get(url, {
      schema: { hide: true },
      errorHandler: onError,
      handler: async (req, reply) => {
        const words = readWords(page.query ?? {}, req.query as Words)
        const view = viewOf(req, words)
        const asked = (req.query as Words)['lang'] ?? (req.query as Words)['big']
        if (asked !== undefined) setPreferences(reply, parts.secure, view)
        // Whoever is signed in sees the same page; but what passes between him and us is not for shared stores.
        const isSigned = [cookieName(true), cookieName(false)].some((n) => req.cookies[n] !== undefined)
        if (page.neverKept || isSigned || words.findings.length) {
          const html = await draw(view, req)
          return reply
            .code(words.findings.length ? 400 : 200)
            .header('cache-control', 'private, no-store')
            .type(HTML)
            .send(html)
        }
        const key = [view.address, view.language, view.textSize, view.office.today].join('\0')
        const kept = await cache.get(key, () => draw(view, req))
        if (req.headers.cookie === undefined && asked === undefined) quick.keep(req.url, kept)
        // Asked for again each time, and mostly answered with 304: the reader's switches of size and language act at once.
        reply.header('cache-control', asked === undefined ? 'public, no-cache' : 'private, no-store')
        return sendKept(req, reply, kept)
      },
    })

    const { post } = page
    if (!post) continue
    app.post(url, {
      schema: { hide: true },
      errorHandler: onError,
      bodyLimit: 16 << 10,
      handler: async (req, reply) => {
        const wait = limiter.take(req.ip)
        if (wait) fail('TooMany', [], { retryAfterSeconds: wait })
        const words = readWords(post.words, (req.body ?? {}) as Words)
        // Links on the answer lead to the empty form: what was typed in stands in no address.
        const ctx = contextOf(viewOf(req, words, pathOf(req)), req.params as Words)
        let view: PortalView = ctx
        let data: unknown
        try {
          data = words.findings.length ? await page.load(ctx) : await post.load(ctx)
        } catch (e) {
          if (!(e instanceof Failure) || e.code !== 'BadInput') throw e
          view = { ...ctx, findings: e.findings }
          data = await page.load({ ...ctx, findings: e.findings })
        }
        return reply
          .code(view.findings.length ? 400 : 200)
          .header('cache-control', 'no-store')
          .type(HTML)
          .send(drawPage({ page, view, data, ...setting }))
      },
    })
  }

  app.get('/preferences', {
    schema: { hide: true },
    errorHandler: onError,
    handler: async (req, reply) => {
      const query = req.query as Words
      setPreferences(reply, parts.secure, readPreferences(req.cookies[PREFERENCES_COOKIE], query))
      return reply.header('cache-control', 'no-store').redirect(safeBack(query['back']), 303)
    },
  })

  registerChecker(app, ROOT, assets)

  app.get('/static/:name', {
    schema: { hide: true },
    handler: async (req, reply) => {
      const asset = assets.byPath.get(pathOf(req))
      if (!asset) return reply.callNotFound()
      const encoding = chooseEncoding(req.headers['accept-encoding'])
      if (encoding !== 'identity') reply.header('content-encoding', encoding)
      return reply
        .header('cache-control', 'public, max-age=31536000, immutable')
        .header('vary', 'accept-encoding')
        .type(asset.type)
        .send(asset[encoding])
    },
  })

  // Any other address that a person asked for by a browser; programs get the answer of the API.
  app.get('/*', {
    schema: { hide: true },
    errorHandler: onError,
    handler: async (req, reply) => {
      if (pathOf(req).startsWith('/api/') || !(req.headers.accept ?? '').includes('text/html'))
        return reply.callNotFound()
      return fail('NotFound')
    },
  })

  return {
    cache,
    paths,
    shortcut: (req, res) => quick.answer(req, res),
    dropCache: () => {
      cache.drop()
      quick.drop()
    },
  }
}

const HTML = 'text/html; charset=utf-8'

function sendKept(req: FastifyRequest, reply: FastifyReply, kept: KeptPage): FastifyReply {
  reply.header('etag', kept.etag).header('vary', 'accept-encoding, cookie')
  if (isSameEtag(req.headers['if-none-match'], kept.etag)) return reply.code(304).send()
  const encoding = chooseEncoding(req.headers['accept-encoding'])
  if (encoding !== 'identity') reply.header('content-encoding', encoding)
  return reply.type(HTML).send(kept[encoding])
}

function setPreferences(
  reply: FastifyReply,
  secure: boolean | undefined,
  p: Parameters<typeof writePreferences>[0],
): void {
  reply.setCookie(PREFERENCES_COOKIE, writePreferences(p), {
    path: '/',
    maxAge: PREFERENCES_SECONDS,
    sameSite: 'lax',
    httpOnly: true,
    secure: secure ?? false,
  })
}

function pathOf(req: FastifyRequest): string {
  const path = req.url.split('?')[0]!
  return path.length > 1 ? path.replace(/\/+$/, '') || '/' : path
}

async function readLetter(letters: PortalLetters, id: string): Promise<PortalLetter> {
  const [{ template, figures, findings }, html] = await Promise.all([letters.get(id), letters.html(id)])
  const { number, proposal } = template
  return {
    id,
    number,
    title: proposal.title,
    ...(template.replyClass ? { replyClass: template.replyClass } : {}),
    ...(template.note ? { note: template.note } : {}),
    proposal,
    html,
    findings,
    figures: figures.map((f) => {
      const label = template.figures[f.key]?.label
      return { ...f, ...(label ? { label } : {}) }
    }),
  }
}

function listMeasures(parts: PortalParts): MeasureEntry[] {
  return [...parts.office.measures.values()].map((m) => ({
    id: m.id,
    title: m.title,
    unit: m.unit,
    kind: m.kind,
    hasOpenRecords: m.records.anyone === true && m.kind !== 'ratio' && m.kind !== 'given',
    ...(m.kind === 'ratio' ? { numerator: m.numerator, denominator: m.denominator } : {}),
    dimensions: Object.entries(parts.measures.factsOf(m)?.dimensions ?? {}).map(([id, d]) => ({
      id,
      title: d.title,
      kind: d.kind,
    })),
  }))
}

export type { PortalLetterEntry }
