/** Every table of ours with its columns, in a fixed order. What the migrations say of themselves is told in the manifest. */
export const OUR_TABLES = `
  select n.nspname as schema, c.relname as name,
         array_agg(quote_ident(a.attname) order by a.attnum) as columns
  from pg_class c
  join pg_namespace n on n.oid = c.relnamespace
  join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
  where c.relkind = 'r' and n.nspname !~ '^(pg_|information_schema|public$)' and (n.nspname, c.relname) <> ('kernel', 'migration')
  group by 1, 2 order by 1, 2`
export const MIGRATIONS_DONE = 'select name, sha256 from kernel.migration where second_pass_done order by name'
export const HAS_MIGRATIONS = `select to_regclass('kernel.migration') is not null as there`
export const SNAPSHOT = 'begin transaction isolation level repeatable read read only'
/** Text form of dates and bytes must not depend on the server that reads them again. */
export const PLAIN_FORMS = `set datestyle = 'ISO, YMD'; set timezone = 'UTC'; set bytea_output = 'hex'; set extra_float_digits = 3`
export const copyOut = (table: string, columns: readonly string[]): string =>
  `copy ${table} (${columns.join(', ')}) to stdout`
export const copyIn = (table: string, columns: readonly string[]): string =>
  `copy ${table} (${columns.join(', ')}) from stdin`
export const truncate = (table: string): string => `truncate ${table}`
export const ANALYZE = 'analyze'
