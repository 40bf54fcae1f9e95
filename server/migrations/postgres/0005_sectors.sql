create table sectors (
  key text primary key,
  position bigint not null,
  facts jsonb not null,
  archived boolean not null,
  seed_hash text
);

create table sector_texts (
  sector_key text not null references sectors (key),
  lang text not null,
  revision bigint not null,
  follows bigint,
  title text not null,
  summary text not null,
  teaser text not null,
  body text not null,
  institutions jsonb not null,
  actor text not null,
  at bigint not null,
  primary key (sector_key, lang, revision)
);
