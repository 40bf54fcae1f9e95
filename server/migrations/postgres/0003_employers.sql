create table employers (
  id uuid primary key,
  key text not null unique,
  neq text,
  place_key text references places (key),
  sectors jsonb not null,
  sample boolean not null,
  merged_into uuid references employers (id),
  seed_hash text
);

create table employer_texts (
  employer_id uuid not null references employers (id),
  lang text not null,
  name text not null,
  description text,
  primary key (employer_id, lang)
);

create table employer_aliases (
  alias text primary key,
  employer_id uuid not null references employers (id)
);
