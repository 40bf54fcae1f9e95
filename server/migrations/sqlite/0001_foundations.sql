-- What every noun leans on: the log the index follows, the settings, the slugs that never die.

create table changes (
  seq integer primary key autoincrement,
  noun text not null,
  id text not null,
  at bigint not null,
  actor text not null
);

create table settings (
  key text primary key,
  value text not null
);

create table slugs (
  noun text not null,
  lang text not null,
  slug text not null,
  key text not null,
  current boolean not null,
  primary key (noun, lang, slug)
);

create index slugs_by_key on slugs (noun, key, lang);
