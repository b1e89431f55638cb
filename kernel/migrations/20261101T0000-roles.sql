-- Roles. The app owns nothing and cannot create; only migrations run as owner. Roles belong to the whole server, so a
-- second database finds them already there.
do $$
begin
  if not exists (select from pg_roles where rolname = 'guildbook_app') then
    create role guildbook_app login noinherit;
  end if;
  if not exists (select from pg_roles where rolname = 'guildbook_reader') then
    create role guildbook_reader login noinherit;
  end if;
exception when duplicate_object or unique_violation then null;
end
$$;

revoke create on schema public from public;
grant usage on schema kernel to guildbook_app, guildbook_reader;
grant select on kernel.migration to guildbook_app, guildbook_reader;
