-- Rows that do not say where they are, until a file that does brings the same posting.
create table import_waiting (
  source text not null,
  external_id text not null,
  lang text not null,
  payload jsonb not null,
  at bigint not null,
  primary key (source, external_id, lang)
);
