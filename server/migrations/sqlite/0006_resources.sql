create table resources (
  key text primary key,
  stage text not null,
  position bigint not null,
  audience text not null,
  facts text not null,
  checked_on text not null,
  review_on text not null,
  archived boolean not null,
  seed_hash text
);

create table resource_texts (
  resource_key text not null references resources (key),
  lang text not null,
  revision bigint not null,
  follows bigint,
  title text not null,
  summary text not null,
  body text not null,
  sources text not null,
  actor text not null,
  at bigint not null,
  primary key (resource_key, lang, revision)
);
