import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { allMigrations } from '../doors/open.ts'
import { describeDatabase } from '../kernel/db/describe.ts'
import { type Migration, migrate } from '../kernel/db/migrate.ts'
import { splitStatements } from '../kernel/db/statements.ts'
import { type TestDatabase, testDatabase } from '../kernel/db/testing.ts'
import setup from '../kernel/db/testing-setup.ts'
import { CASE_COLUMNS, caseColumns } from '../kernel/process/act.sql.ts'
import { caseFields } from '../kernel/process/define.ts'
import { sealedTableOf } from '../kernel/records/define.ts'
import { columnOf, type Field } from '../kernel/records/fields.ts'
import { rooms } from '../modules/rooms.ts'
import { read, told } from './source.ts'

type Column = { table: string; name: string; type: string; notNull: boolean }
type Constraint = {
  table: string
  name: string
  kind: 'p' | 'u' | 'x' | 'f' | 'c'
  columns: string[]
  to: string | null
  toColumns: string[] | null
  onDelete: string
}
type Group = 'P' | 'C' | 'K' | 'M' | 'R' | 'L'
type Table = { name: string; comment: string; group: Group | undefined; anchor: string | undefined }

let stop: () => Promise<void>
let migrations: Migration[]
const databases: TestDatabase[] = []
const clients: pg.Client[] = []
let client: pg.Client
let tables: Map<string, Table>
let columns: Column[]
let constraints: Constraint[]
let uniques: { table: string; name: string; columns: string[] }[]

async function migrated(
  ...how: Parameters<typeof migrate> extends [unknown, unknown, ...infer R] ? R : never
): Promise<pg.Client> {
  const database = await testDatabase()
  databases.push(database)
  await migrate(database.superConfig, migrations, ...how)
  return connect(database)
}
async function connect(database: TestDatabase): Promise<pg.Client> {
  const c = new pg.Client(database.superConfig)
  c.on('error', () => {})
  await c.connect()
  clients.push(c)
  return c
}
const COMMENT = /^\[([PCKMRL])(?: ([a-z_]+))?\] /

beforeAll(async () => {
  stop = await setup()
  migrations = await allMigrations()
  client = await migrated()
  const rows = async <R>(text: string) => (await client.query(text)).rows as R[]
  const ours = `n.nspname not like 'pg\\_%' and n.nspname <> 'information_schema'`
  tables = new Map(
    (
      await rows<{ name: string; comment: string | null }>(
        `select n.nspname || '.' || c.relname as name, obj_description(c.oid, 'pg_class') as comment from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind in ('r', 'p') and ${ours} order by 1`,
      )
    ).map((t) => {
      const m = COMMENT.exec(t.comment ?? '')
      return [t.name, { name: t.name, comment: t.comment ?? '', group: m?.[1] as Group | undefined, anchor: m?.[2] }]
    }),
  )
  columns = await rows<Column>(
    `select n.nspname || '.' || c.relname as table, a.attname as name, format_type(a.atttypid, null) as type, a.attnotnull as "notNull"
     from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace where a.attnum > 0 and not a.attisdropped and c.relkind in ('r', 'p') and ${ours}`,
  )
  const names = (keys: string, relation: string) =>
    `(select array_agg(a.attname::text order by k.n) from unnest(${keys}) with ordinality k (attnum, n) join pg_attribute a on a.attrelid = ${relation} and a.attnum = k.attnum)`
  constraints = await rows<Constraint>(
    `select n.nspname || '.' || c.relname as table, o.conname as name, o.contype as kind, coalesce(${names('o.conkey', 'o.conrelid')}, '{}') as columns,
       (select fn.nspname || '.' || fc.relname from pg_class fc join pg_namespace fn on fn.oid = fc.relnamespace where fc.oid = o.confrelid) as to, ${names('o.confkey', 'o.confrelid')} as "toColumns", o.confdeltype as "onDelete"
     from pg_constraint o join pg_class c on c.oid = o.conrelid join pg_namespace n on n.oid = c.relnamespace where o.contype in ('p', 'u', 'x', 'f', 'c') and ${ours}`,
  )
  uniques = await rows<{ table: string; name: string; columns: string[] }>(
    `select n.nspname || '.' || c.relname as table, i.indexrelid::regclass::text as name, coalesce(${names('i.indkey::int2[]', 'i.indrelid')}, '{}') as columns
     from pg_index i join pg_class c on c.oid = i.indrelid join pg_namespace n on n.oid = c.relnamespace where (i.indisunique or i.indisexclusion) and ${ours}`,
  )
})
afterAll(async () => {
  for (const c of clients) await c.end().catch(() => {})
  for (const d of databases) await d.drop()
  await stop()
})

const spread = (t: Table) => t.group !== undefined && 'PCKM'.includes(t.group)
const columnsOf = (table: string) => new Map(columns.filter((c) => c.table === table).map((c) => [c.name, c]))

describe('data contract (design §6)', () => {
  it('every table says to which group it belongs', () => {
    const wrong = [...tables.values()]
      .filter((t) => !t.group || (spread(t) ? !t.anchor : false))
      .map((t) => `${t.name}: “${t.comment}”`)
    expect(tables.size).toBeGreaterThan(30)
    expect(told('Begin the comment with [P person_id], [C class_id], [K …], [M …], [R] or [L]:', wrong)).toBe('')
  })

  it('every table has a primary key, led by its anchor', () => {
    const wrong: string[] = []
    for (const t of tables.values()) {
      const key = constraints.find((c) => c.table === t.name && c.kind === 'p')
      if (!key) wrong.push(`${t.name} has no primary key`)
      else if (spread(t) && key.columns[0] !== t.anchor)
        wrong.push(`${t.name}: the primary key begins with ${key.columns[0]}, not with ${t.anchor}`)
      if (spread(t) && !columnsOf(t.name).get(t.anchor!)?.notNull) wrong.push(`${t.name}: ${t.anchor} is not NOT NULL`)
    }
    expect(told('Rule 1:', wrong)).toBe('')
  })

  it('every unique key and exclusion holds the anchor', () => {
    const wrong = uniques.flatMap((u) => {
      const t = tables.get(u.table)
      return t && spread(t) && !u.columns.includes(t.anchor!) ? [`${u.name} on ${u.table} lacks ${t.anchor}`] : []
    })
    expect(told('Wider uniqueness is a key table of group K, inserted first (rule 2):', wrong)).toBe('')
  })

  it('references stay inside a group with the anchor leading both sides, or go to R', () => {
    const wrong = constraints
      .filter((c) => c.kind === 'f')
      .flatMap((c) => {
        const from = tables.get(c.table)!
        const to = tables.get(c.to!)!
        if (to.group === 'R') return []
        if (to.group === 'L')
          return from.group === 'L' ? [] : [`${c.name}: ${c.table} refers to the local table ${c.to}`]
        if (from.group !== to.group) return [`${c.name}: from ${from.group} ${c.table} to ${to.group} ${c.to}`]
        return c.columns[0] === from.anchor && c.toColumns?.[0] === to.anchor
          ? []
          : [`${c.name}: the anchor does not lead both sides`]
      })
    expect(told('Rule 4; keep the id and reconcile, or make it a reference within the anchor:', wrong)).toBe('')
    expect(
      told(
        'No ON DELETE CASCADE or SET NULL: deleting is an act:',
        constraints
          .filter((c) => c.kind === 'f' && !['a', 'r'].includes(c.onDelete))
          .map((c) => `${c.name} on ${c.table}`),
      ),
    ).toBe('')
  })

  it('no triggers, rules, domains, views, inheritance; no sequences on spread tables; no SQL functions', async () => {
    const ours = `n.nspname not like 'pg\\_%' and n.nspname <> 'information_schema'`
    const { rows } = await client.query<{ what: string; table: string | null }>(
      `select 'trigger ' || tgname as what, null as table from pg_trigger where not tgisinternal
       union all select 'rule ' || rulename, null from pg_rules where schemaname not like 'pg\\_%'
       union all select 'domain ' || typname, null from pg_type y join pg_namespace n on n.oid = y.typnamespace where typtype = 'd' and ${ours}
       union all select 'view ' || c.relname, null from pg_class c join pg_namespace n on n.oid = c.relnamespace where relkind in ('v', 'm') and ${ours}
       union all select 'inheritance of ' || inhrelid::regclass, null from pg_inherits i join pg_class c on c.oid = inhrelid join pg_namespace n on n.oid = c.relnamespace where ${ours}
       union all select 'function ' || proname, null from pg_proc p join pg_namespace n on n.oid = p.pronamespace where ${ours}
       union all select 'sequence of ' || a.attname, n.nspname || '.' || c.relname from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
         left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum where (a.attidentity <> '' or pg_get_expr(d.adbin, d.adrelid) like 'nextval%') and c.relkind = 'r' and ${ours}`,
    )
    const wrong = rows
      .filter((r) => r.table === null || spread(tables.get(r.table)!))
      .map((r) => `${r.what} ${r.table ?? ''}`)
    expect(told('Rules 5 and 6; the application does this in the same transaction:', wrong)).toBe('')
  })

  it('every table of cases has the kernel’s columns and those of its fields', () => {
    const wrong: string[] = []
    for (const p of rooms.flatMap((r) => r.processes ?? [])) {
      const have = columnsOf(p.table)
      for (const c of [...CASE_COLUMNS, ...caseColumns(p)])
        if (!have.has(c)) wrong.push(`${p.table}.${c} is missing (${p.id})`)
      for (const c of ['case_id', 'state', 'edition', 'version', 'opened_on', 'state_since'])
        if (have.get(c)?.notNull === false) wrong.push(`${p.table}.${c} may be null`)
      for (const [key, f] of Object.entries<Field>(caseFields(p))) wrong.push(...misfit(p.table, key, f, have, false))
      const states = constraints.filter((c) => c.table === p.table && c.kind === 'c' && c.columns.join() === 'state')
      if (!states.length) wrong.push(`${p.table}: no CHECK on state`)
    }
    expect(told('Add a migration:', [...new Set(wrong)])).toBe('')
  })

  it('two persons are held apart by the database too', () => {
    const wrong: string[] = []
    for (const p of rooms.flatMap((r) => r.processes ?? []))
      for (const [id, a] of Object.entries(p.acts))
        for (const other of a.notBy ?? []) {
          const mine = a.keepsDoer!
          const theirs = other === 'open' ? p.open.keepsDoer! : p.acts[other]!.keepsDoer!
          if (
            !constraints.some(
              (c) =>
                c.table === p.table &&
                c.kind === 'c' &&
                c.name.startsWith('two_persons') &&
                c.columns.includes(mine) &&
                c.columns.includes(theirs),
            )
          )
            wrong.push(`${p.table}: nothing named two_persons… holds ${mine} (${id}) and ${theirs} (${other}) apart`)
        }
    expect(told('Maker ≠ checker is a CHECK on persons (design §9):', wrong)).toBe('')
  })

  it('every record’s fields have their column, of a fitting type', () => {
    const wrong: string[] = []
    for (const r of rooms.flatMap((x) => x.records ?? [])) {
      const have = columnsOf(r.table)
      if (!have.size) {
        wrong.push(`${r.id}: no table ${r.table}`)
        continue
      }
      for (const [key, f] of Object.entries<Field>(r.fields)) wrong.push(...misfit(r.table, key, f, have, true))
      for (const c of [
        ...r.key,
        ...Object.values(r.scope),
        ...Object.keys(r.publicRows ?? {}),
        ...(r.searchColumn ? [r.searchColumn] : []),
        ...(r.versionColumn ? [r.versionColumn] : []),
      ])
        if (!have.has(c)) wrong.push(`${r.id}: no column ${c} in ${r.table}`)
      if (r.searchColumn && have.get(r.searchColumn)?.type !== 'text[]')
        wrong.push(`${r.id}: ${r.searchColumn} is not text[]`)
      const key = constraints.find((c) => c.table === r.table && c.kind === 'p')?.columns ?? []
      if (key.join() !== r.key.join())
        wrong.push(`${r.id}: key is ${r.key.join(', ')}, the primary key ${key.join(', ')}`)
      // A cursor walks by these columns: where one is null, rows are lost between two pages.
      if (r.order) {
        const c = columnOf(r.order.field, r.fields[r.order.field]!)
        if (!have.get(c)?.notNull) wrong.push(`${r.id}: is ordered by ${c}, which may be null`)
      }
      if (r.sealed)
        for (const c of sealedTableOf(r).columns) if (!have.has(c)) wrong.push(`${r.id}: sealed column ${c} is missing`)
    }
    expect(told('Declaration and table differ; mend one of them:', [...new Set(wrong)])).toBe('')
  })

  it('every fact set’s columns are there, of a fitting type, and its days are not null', () => {
    const wrong: string[] = []
    for (const f of rooms.flatMap((x) => x.facts ?? [])) {
      const have = columnsOf(f.table)
      for (const c of [f.from, f.knownFrom, ...(f.to ? [f.to] : []), ...(f.knownTo ? [f.knownTo] : [])])
        if (have.get(c)?.type !== 'date') wrong.push(`${f.id}: ${c} is ${have.get(c)?.type ?? 'missing'}, not date`)
      if (!have.get(f.knownFrom)?.notNull) wrong.push(`${f.id}: ${f.knownFrom} may be null`)
      for (const [c, type] of Object.entries(f.columns))
        if (have.get(c)?.type !== type) wrong.push(`${f.id}: ${c} is ${have.get(c)?.type ?? 'missing'}, not ${type}`)
      for (const c of [...f.key, ...f.recordKey]) if (!have.has(c)) wrong.push(`${f.id}: no column ${c}`)
    }
    expect(told('Declaration and table differ; mend one of them:', wrong)).toBe('')
  })

  it('the application owns nothing, creates nothing, and cannot touch a leaf', async () => {
    const wrong: string[] = []
    const { rows: roles } = await client.query<{ rolname: string }>(
      `select rolname from pg_roles where rolname like 'guildbook\\_%' and (rolsuper or rolcreaterole or rolcreatedb or rolbypassrls or rolreplication)`,
    )
    wrong.push(...roles.map((r) => `${r.rolname} has rights of an administrator`))
    const { rows: owned } = await client.query<{ what: string }>(
      `select c.oid::regclass::text as what from pg_class c where pg_get_userbyid(c.relowner) like 'guildbook\\_%' union all select nspname from pg_namespace where pg_get_userbyid(nspowner) like 'guildbook\\_%' union all select proname from pg_proc where pg_get_userbyid(proowner) like 'guildbook\\_%'`,
    )
    wrong.push(...owned.map((o) => `${o.what} belongs to the application`))
    for (const role of ['guildbook_app', 'guildbook_reader']) {
      const { rows } = await client.query<{ nspname: string }>(
        `select nspname from pg_namespace n where has_schema_privilege('${role}', n.oid, 'create') and nspname not like 'pg\\_temp%' and nspname not like 'pg\\_toast%'`,
      )
      wrong.push(...rows.map((r) => `${role} may create in schema ${r.nspname}`))
      const { rows: db } = await client.query<{ may: boolean }>(
        `select has_database_privilege('${role}', current_database(), 'create') as may`,
      )
      if (db[0]!.may) wrong.push(`${role} may create schemas`)
      for (const [table, rights] of Object.entries({
        'journal.leaf': ['update', 'delete', 'truncate'],
        'journal.checkpoint': ['update', 'delete', 'truncate'],
        'journal.head': ['delete', 'truncate', 'insert'],
        'access.reveal': ['update', 'delete', 'truncate'],
      }))
        for (const right of rights) {
          const { rows: may } = await client.query<{ may: boolean }>(
            `select has_table_privilege('${role}', '${table}', '${right}') as may`,
          )
          if (may[0]!.may) wrong.push(`${role} may ${right} ${table}`)
        }
    }
    const { rows: writers } = await client.query<{ what: string }>(
      `select c.oid::regclass || ' ' || g.privilege_type as what from pg_class c, aclexplode(c.relacl) g where c.relkind = 'r' and pg_get_userbyid(g.grantee) = 'guildbook_reader' and g.privilege_type <> 'SELECT'
       union all select c.oid::regclass || ' ' || g.privilege_type || ' to everybody' from pg_class c join pg_namespace n on n.oid = c.relnamespace, aclexplode(c.relacl) g where g.grantee = 0 and n.nspname not like 'pg\\_%' and n.nspname <> 'information_schema'
       union all select c.oid::regclass || ' ' || g.privilege_type from pg_class c, aclexplode(c.relacl) g where c.relkind = 'r' and pg_get_userbyid(g.grantee) = 'guildbook_app' and g.privilege_type in ('TRUNCATE', 'TRIGGER', 'REFERENCES')`,
    )
    wrong.push(...writers.map((w) => w.what))
    expect(told('Rights:', wrong)).toBe('')
  })
})

const FITTING: { readonly [kind in Field['kind']]: readonly string[] } = {
  text: ['text', 'uuid'],
  date: ['date'],
  instant: ['timestamp with time zone'],
  integer: ['smallint', 'integer', 'bigint'],
  boolean: ['boolean'],
  money: ['bigint'],
  choice: ['text', 'smallint'],
  code: ['text'],
  codes: ['text[]'],
  reference: ['uuid', 'text'],
  secret: ['bytea'],
}
function misfit(table: string, key: string, f: Field, have: Map<string, Column>, required: boolean): string[] {
  const c = columnOf(key, f)
  const column = have.get(c)
  const out: string[] = []
  if (!column) return [`${table}.${c} is missing (field ${key})`]
  if (!FITTING[f.kind].includes(column.type))
    out.push(`${table}.${c} is ${column.type}; a ${f.kind} wants ${FITTING[f.kind].join(' or ')}`)
  if (required && f.required && !column.notNull) out.push(`${table}.${c} may be null, yet ${key} is required`)
  if (f.kind === 'secret' && f.blindIndex && have.get(f.blindIndex)?.type !== 'bytea')
    out.push(`${table}.${f.blindIndex} is not bytea`)
  return out
}

describe('spread over many servers', () => {
  /** P, C, K and M tables as `PARTITION BY HASH (anchor)`: plain PostgreSQL then refuses the keys that Citus would. */
  const spreadOut = (statement: string): string => {
    const m = /^create table ([\w.]+) \(/i.exec(statement)
    const t = m && groupOf.get(m[1]!)
    if (!m || !t) return statement
    const name = m[1]!
    return `${statement} partition by hash (${t}); create table ${name}_p0 partition of ${name} for values with (modulus 2, remainder 0); create table ${name}_p1 partition of ${name} for values with (modulus 2, remainder 1)`
  }
  const groupOf = new Map<string, string>()

  it('PostgreSQL takes every key with the tables partitioned by their anchor, and refuses a bad one', async () => {
    for (const m of migrations)
      for (const s of splitStatements(m.text)) {
        const c = /^comment on table ([\w.]+) is '\[([PCKM]) (\w+)\]/.exec(s)
        if (c) groupOf.set(c[1]!, c[3]!)
      }
    expect(groupOf.size).toBe([...tables.values()].filter(spread).length)
    const c = await migrated('both', spreadOut)
    const { rows } = await c.query<{ n: string }>(`select count(*) as n from pg_class where relkind = 'p'`)
    expect(Number(rows[0]!.n)).toBe(groupOf.size)
    await expect(c.query('create unique index planted on people.person (identity_index)')).rejects.toThrow(
      /must include all partitioning columns/,
    )
    await expect(c.query('alter table people.title add constraint planted unique (title_no)')).rejects.toThrow(
      /must include all partitioning columns/,
    )
  })
})

describe('schema.sql', () => {
  it('describes the database as the migrations make it, both ways', async () => {
    const now = await describeDatabase(client)
    const database = await testDatabase()
    databases.push(database)
    await migrate(database.superConfig, migrations, 'first')
    await migrate(database.superConfig, migrations, 'second')
    expect(await describeDatabase(await connect(database)), 'the two passes give another database than one').toBe(now)
    expect(read('kernel/db/schema.sql'), 'run node scripts/write-schema.ts, read what changed, and commit it').toBe(now)
  })
})
