create table facts (
  key text primary key,
  theme text not null,
  position bigint not null,
  sectors jsonb not null,
  territory text not null,
  year bigint not null,
  url text,
  standing text not null,
  checked_on text not null,
  review_on text not null,
  archived boolean not null,
  seed_hash text
);

-- Texts are append-only: the highest revision of a language is the one in force. English follows a French revision.
create table fact_texts (
  fact_key text not null references facts (key),
  lang text not null,
  revision bigint not null,
  follows bigint,
  value text not null,
  label text not null,
  note text,
  period text not null,
  source text not null,
  actor text not null,
  at bigint not null,
  primary key (fact_key, lang, revision)
);
