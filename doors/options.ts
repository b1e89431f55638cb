import { parseArgs } from 'node:util'

export type StartOptions = {
  port: number
  host: string
  data: string
  town: 'full' | 'small' | 'none'
  city: string
  publicUrl: string | undefined
  help: boolean
}

const KNOWN = {
  port: { type: 'string', default: '8480' },
  host: { type: 'string', default: '127.0.0.1' },
  data: { type: 'string', default: './data' },
  town: { type: 'string', default: 'full' },
  city: { type: 'string', default: 'linfen' },
  'public-url': { type: 'string' },
  help: { type: 'boolean', default: false },
} as const

export const HELP = `guildbook 匠册

  npm start -- [选项 options]

  --port N          端口 port                               (8480)
  --host ADDRESS    监听地址 address to listen on             (127.0.0.1)
  --data DIR        数据目录 folder for data                  (./data)
  --town SIZE       演示城 demonstration town: full | small | none   (full)
  --city ID         城市 city folder under city/             (linfen)
  --public-url URL  对外地址，https 时会话更严 address seen by others; https makes cookies Secure

  DATABASE_URL      使用已有的 PostgreSQL（15 及以上）而不用内置的 use this server instead of the embedded one
  GUILDBOOK_MODE    trial（默认）| production：正式运行不接受演示数据和默认密钥
`

/** @throws Error with a sentence that says what is wrong and what would be right. */
export function readOptions(args: readonly string[]): StartOptions {
  let values: { [K in keyof typeof KNOWN]?: string | boolean }
  try {
    ;({ values } = parseArgs({ args: [...args], options: KNOWN, allowPositionals: false, strict: true }))
  } catch (e) {
    const unknown = /Unknown option '([^']+)'/.exec((e as Error).message)?.[1] ?? (e as Error).message
    throw new Error(`不认识的选项 ${unknown}\nunknown option ${unknown}; the options are:\n\n${HELP}`)
  }
  const port = Number(values.port)
  if (!Number.isInteger(port) || port < 1 || port > 65535)
    throw new Error(
      `--port 应为 1 到 65535 的整数，现为 ${values.port}\n--port must be a whole number from 1 to 65535, not ${values.port}`,
    )
  const town = values.town as StartOptions['town']
  if (!['full', 'small', 'none'].includes(town))
    throw new Error(
      `--town 应为 full、small 或 none，现为 ${values.town}\n--town must be full, small or none, not ${values.town}`,
    )
  const city = String(values.city)
  if (!/^[a-z][a-z0-9-]*$/.test(city))
    throw new Error(`--city 应为 city/ 下的目录名\n--city must be the name of a folder under city/`)
  return {
    port,
    host: String(values.host),
    data: String(values.data),
    town,
    city,
    publicUrl: values['public-url'] as string | undefined,
    help: values.help === true,
  }
}
