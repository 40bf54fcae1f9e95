create table places (
  key text primary key,
  kind text not null,
  parent text references places (key),
  fr text not null,
  en text not null,
  seed_hash text
);

-- Spellings met in feeds, folded (no case, no accent).
create table place_aliases (
  alias text primary key,
  place_key text not null references places (key)
);
