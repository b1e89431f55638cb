-- Key industries of the place, by which occupations and courses are grouped.
create table catalogue.industry (
  id text not null check (id ~ '^[a-z][a-z0-9-]*$'),
  name_zh text not null,
  name_en text not null
);
alter table catalogue.industry add constraint industry_pk primary key (id);
comment on table catalogue.industry is '[R] key industries of the city, loaded from its folder';
grant select, insert, update on catalogue.industry to guildbook_app;
grant select on catalogue.industry to guildbook_reader;
