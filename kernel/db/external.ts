import type { ClientBase } from 'pg'
import type { Finding } from '../values/finding.ts'

/** Statements that run on PostgreSQL 15 and later are the contract of every `*.sql.ts` file. */
const VERSION_MIN = 15

type Asker = Pick<ClientBase, 'query'>

/**
 * Checks a server that we did not bring (`DATABASE_URL`). Returns all findings, none when it will do. A wrong character
 * class breaks search and name checks without any error, which is why it is asked before anything is written.
 * @param options.appRole the role that requests run as; checked to be neither superuser nor owner of our tables
 */
export async function checkServer(client: Asker, options: { appRole?: string } = {}): Promise<Finding[]> {
  const findings: Finding[] = []
  const { rows } = await client.query<{ version: string; number: number; encoding: string; database: string }>(
    `select current_setting('server_version') as version, current_setting('server_version_num')::int as number,
            pg_encoding_to_char(encoding) as encoding, datname as database
       from pg_database where datname = current_database()`,
  )
  const server = rows[0]!
  if (Math.floor(server.number / 10_000) < VERSION_MIN) {
    findings.push({
      code: 'SERVER_TOO_OLD',
      field: 'DATABASE_URL',
      given: server.version,
      message: {
        zh: `数据库服务器是 PostgreSQL ${server.version}，需要 ${VERSION_MIN} 或更新版本。`,
        en: `The database server is PostgreSQL ${server.version}; ${VERSION_MIN} or newer is needed.`,
      },
      hint: {
        zh: '请升级服务器，或不设 DATABASE_URL 而使用内置的 PostgreSQL。',
        en: 'Upgrade the server, or leave DATABASE_URL unset and use the embedded PostgreSQL.',
      },
    })
  }
  const recreate = {
    zh: `请新建数据库：createdb -T template0 -E UTF8 --locale-provider=icu --icu-locale=und-x-icu（PostgreSQL 17 起也可用 builtin 的 C.UTF-8），再把 DATABASE_URL 指向它。`,
    en: `Make a new database: createdb -T template0 -E UTF8 --locale-provider=icu --icu-locale=und-x-icu (from PostgreSQL 17 on also builtin C.UTF-8), and point DATABASE_URL at it.`,
  }
  if (server.encoding !== 'UTF8') {
    findings.push({
      code: 'SERVER_NOT_UTF8',
      field: 'DATABASE_URL',
      given: server.encoding,
      message: {
        zh: `数据库 ${server.database} 的编码是 ${server.encoding}，需要 UTF8。`,
        en: `Database ${server.database} is encoded in ${server.encoding}; UTF8 is needed.`,
      },
      hint: recreate,
    })
  } else {
    // Under the plain "C" locale both fail silently: searches would miss and checks of names would pass anything.
    const { rows: text } = await client.query<{ letter: boolean; upper: string }>(
      `select '临' ~ '^\\w$' as letter, upper('é') as upper`,
    )
    if (!text[0]!.letter || text[0]!.upper !== 'É') {
      findings.push({
        code: 'SERVER_TEXT_RULES',
        field: 'DATABASE_URL',
        message: {
          zh: `数据库 ${server.database} 的区域设置不认识汉字和带符号的字母（多为 locale=C），查找和核对会悄悄出错。`,
          en: `The locale of database ${server.database} does not know Chinese characters and accented letters (usually locale=C); searches and checks would silently go wrong.`,
        },
        hint: recreate,
      })
    }
  }
  if (options.appRole !== undefined) findings.push(...(await checkAppRole(client, options.appRole)))
  return findings
}

/** The role that requests run as must own nothing and stand above nothing, or the journal's append-only grants are air. */
export async function checkAppRole(client: Asker, role: string): Promise<Finding[]> {
  const { rows } = await client.query<{ super: boolean; bypass: boolean; owned: string[] }>(
    `select r.rolsuper as super, r.rolbypassrls as bypass,
            array(select n.nspname || '.' || c.relname
                    from pg_class c join pg_namespace n on n.oid = c.relnamespace
                   where pg_has_role(r.oid, c.relowner, 'usage') and not r.rolsuper
                     and c.relkind in ('r', 'p', 'v', 'S')
                     and n.nspname not like 'pg\\_%' and n.nspname <> 'information_schema'
                   order by 1 limit 3) as owned
       from pg_roles r where r.rolname = $1`,
    [role],
  )
  const found = rows[0]
  if (!found) {
    return [
      {
        code: 'APP_ROLE_MISSING',
        field: 'DATABASE_URL',
        given: role,
        message: { zh: `服务器上没有角色 ${role}。`, en: `The server has no role ${role}.` },
        hint: {
          zh: '请以有建角色权限的用户启动一次（迁移会建立它），或请管理员建立它。',
          en: 'Start once as a user who may create roles (the migrations make it), or have it created by the administrator.',
        },
      },
    ]
  }
  const findings: Finding[] = []
  if (found.super || found.bypass) {
    findings.push({
      code: 'APP_ROLE_TOO_STRONG',
      field: 'DATABASE_URL',
      given: role,
      message: {
        zh: `应用角色 ${role} ${found.super ? '是超级用户' : '可绕过行级权限'}。`,
        en: `The application's role ${role} ${found.super ? 'is a superuser' : 'may bypass row security'}.`,
      },
      hint: {
        zh: `请收回：alter role ${role} nosuperuser nobypassrls`,
        en: `Take that away: alter role ${role} nosuperuser nobypassrls`,
      },
    })
  }
  if (found.owned.length > 0) {
    findings.push({
      code: 'APP_ROLE_OWNS_TABLES',
      field: 'DATABASE_URL',
      given: role,
      message: {
        zh: `应用角色 ${role} 拥有数据表（${found.owned.join('、')}……），可以改写只应追加的记录。`,
        en: `The application's role ${role} owns tables (${found.owned.join(', ')}…) and could rewrite records that may only be appended to.`,
      },
      hint: {
        zh: `请把它们交给迁移用的角色：reassign owned by ${role} to <所有者>，并不要让 ${role} 成为所有者的成员。`,
        en: `Give them to the role that migrates: reassign owned by ${role} to <owner>, and do not make ${role} a member of the owner.`,
      },
    })
  }
  return findings
}

/** The address without its password, for messages. What is not an address of ours is not shown: any part may be secret. */
export function safeUrl(databaseUrl: string): string {
  if (!isPostgresUrl(databaseUrl)) return '…'
  const url = new URL(databaseUrl)
  if (url.password) url.password = 'hidden'
  if (url.searchParams.has('password')) url.searchParams.set('password', 'hidden')
  return url.href
}

function isPostgresUrl(databaseUrl: string): boolean {
  try {
    return ['postgres:', 'postgresql:'].includes(new URL(databaseUrl).protocol)
  } catch {
    return false
  }
}

/** Checks the form of DATABASE_URL before it is tried. */
export function checkDatabaseUrl(databaseUrl: string): Finding[] {
  if (isPostgresUrl(databaseUrl)) return []
  return [
    {
      code: 'DATABASE_URL_FORM',
      field: 'DATABASE_URL',
      given: safeUrl(databaseUrl),
      message: { zh: 'DATABASE_URL 的写法不对。', en: 'DATABASE_URL is not written correctly.' },
      hint: {
        zh: '应为 postgresql://用户:密码@主机:5432/数据库；密码中的 @ : / # 要写成 %40 %3A %2F %23。',
        en: 'It should read postgresql://user:password@host:5432/database; write @ : / # in a password as %40 %3A %2F %23.',
      },
    },
  ]
}

/** Why a connection to DATABASE_URL failed, and what to do; for an error that is none of these, its own words. */
export function explainConnection(error: unknown, databaseUrl: string): Finding {
  const at = safeUrl(databaseUrl)
  const first = error instanceof AggregateError ? (error.errors[0] as unknown) : error
  const { code = '', message = String(first) } = (first ?? {}) as { code?: string; message?: string }
  const say = (name: string, zh: string, en: string, hintZh: string, hintEn: string): Finding => ({
    code: name,
    field: 'DATABASE_URL',
    given: at,
    message: { zh: `${zh}（${at}）`, en: `${en} (${at})` },
    hint: { zh: hintZh, en: hintEn },
  })
  if (['ENOTFOUND', 'EAI_AGAIN'].includes(code)) {
    return say(
      'SERVER_HOST_UNKNOWN',
      '找不到数据库主机',
      'The database host is not known',
      '请核对 DATABASE_URL 中的主机名和 DNS。',
      'Check the host name in DATABASE_URL and the DNS.',
    )
  }
  if (
    ['ECONNREFUSED', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'ECONNRESET', 'ENOENT'].includes(code) ||
    /timeout/i.test(message)
  ) {
    return say(
      'SERVER_UNREACHABLE',
      '数据库服务器没有应答',
      'The database server does not answer',
      '请核对主机和端口，确认服务器已启动、防火墙放行；不设 DATABASE_URL 则使用内置数据库。',
      'Check host and port, that the server runs, and that the firewall lets you through; without DATABASE_URL the embedded database is used.',
    )
  }
  if (['28P01', '28000'].includes(code) || /password must be a string|SASL/.test(message)) {
    return say(
      'SERVER_REFUSES_LOGIN',
      '数据库拒绝登录',
      'The database refuses the login',
      '请核对用户名、密码和服务器的 pg_hba.conf。',
      'Check user name and password, and the server’s pg_hba.conf.',
    )
  }
  if (code === '3D000') {
    return say(
      'DATABASE_MISSING',
      '服务器上没有这个数据库',
      'The server has no such database',
      '请先建立数据库（createdb -T template0 -E UTF8 …），或改正名称。',
      'Create it first (createdb -T template0 -E UTF8 …), or correct the name.',
    )
  }
  if (code === '53300') {
    return say(
      'SERVER_FULL',
      '数据库的连接数已满',
      'The server has no connection left',
      '请关闭空闲连接，或提高 max_connections。',
      'Close idle connections, or raise max_connections.',
    )
  }
  if (code === '57P03') {
    return say(
      'SERVER_STARTING',
      '数据库正在启动或恢复',
      'The server is starting or recovering',
      '请稍候再试。',
      'Try again shortly.',
    )
  }
  if (/does not support SSL|certificate|SSL/i.test(message)) {
    return say(
      'SERVER_TLS',
      `加密连接没有建立：${message}`,
      `The encrypted connection failed: ${message}`,
      '请核对 DATABASE_URL 的 sslmode 和服务器证书。',
      'Check sslmode in DATABASE_URL and the server’s certificate.',
    )
  }
  return say(
    'SERVER_ERROR',
    `无法连接数据库：${message}`,
    `Cannot connect to the database: ${message}`,
    '请核对 DATABASE_URL。',
    'Check DATABASE_URL.',
  )
}
