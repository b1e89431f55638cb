import { randomBytes } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { extname, join, normalize, sep } from 'node:path'
import { createBrotliCompress, createGzip, constants as zlib } from 'node:zlib'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { contentPolicy } from '../kernel/http/server.ts'
import { fail } from '../kernel/values/fail.ts'

const TYPES: { readonly [extension: string]: string } = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
}
const COMPRESSED = new Set(['.js', '.css', '.svg', '.json'])
/** Names with a hash in them never change their content. */
const HASHED = /-[\w-]{8}\.\w+$/
const NONCE_PLACE = '__NONCE__'

/**
 * Serves the built workbench under /desk. Pages of the workbench are one document, with a nonce of its own each time; files
 * with a hash in their name may be kept for ever. Other paths under /desk are routes of the page.
 * @param options.distFolder the built desk, `dist/desk`
 */
export function registerDesk(app: FastifyInstance, options: { distFolder: string }): void {
  const squeezed = new Map<string, Buffer>()
  const page = async (_req: FastifyRequest, reply: FastifyReply) => {
    const html = await readFile(join(options.distFolder, 'index.html'), 'utf8').catch(() => undefined)
    if (html === undefined)
      fail('NotFound', {
        code: 'DESK_NOT_BUILT',
        message: { zh: '工作台页面还没有生成', en: 'the pages of the desk have not been built' },
        hint: { zh: '请运行 npm run build，或用 npm start 启动', en: 'run npm run build, or start with npm start' },
      })
    const nonce = randomBytes(16).toString('base64url')
    return reply
      .header('content-security-policy', contentPolicy(nonce))
      .header('cache-control', 'no-store')
      .type('text/html; charset=utf-8')
      .send(html.replaceAll(NONCE_PLACE, nonce))
  }

  app.get('/desk', page)
  app.get<{ Params: { '*': string } }>('/desk/*', async (req, reply) => {
    const asked = req.params['*']
    const extension = extname(asked)
    if (!(extension in TYPES) || extension === '.html') return page(req, reply)
    const path = normalize(join(options.distFolder, asked))
    if (!path.startsWith(options.distFolder.endsWith(sep) ? options.distFolder : options.distFolder + sep))
      fail('NotFound')
    const found = await stat(path).catch(() => undefined)
    if (!found?.isFile()) fail('NotFound')
    reply
      .type(TYPES[extension] ?? 'application/octet-stream')
      .header('cache-control', HASHED.test(asked) ? 'public, max-age=31536000, immutable' : 'no-cache')
      .header('vary', 'accept-encoding')
    const encoding = COMPRESSED.has(extension) ? encodingFor(req.headers['accept-encoding']) : undefined
    if (!encoding) return reply.send(createReadStream(path))
    reply.header('content-encoding', encoding)
    const key = `${encoding} ${asked} ${found.mtimeMs}`
    let body = squeezed.get(key)
    if (!body) {
      body = await squeeze(path, encoding)
      squeezed.set(key, body)
    }
    return reply.send(body)
  })
}

type Encoding = 'br' | 'gzip'

function encodingFor(accepted: string | string[] | undefined): Encoding | undefined {
  const words = String(accepted ?? '')
  return /\bbr\b/.test(words) ? 'br' : /\bgzip\b/.test(words) ? 'gzip' : undefined
}

/** Once for each file while the server runs; there are about a hundred of them. */
async function squeeze(path: string, encoding: Encoding): Promise<Buffer> {
  const squeezer =
    encoding === 'br' ? createBrotliCompress({ params: { [zlib.BROTLI_PARAM_QUALITY]: 6 } }) : createGzip({ level: 9 })
  const parts: Buffer[] = []
  for await (const part of createReadStream(path).pipe(squeezer)) parts.push(part as Buffer)
  return Buffer.concat(parts)
}
