//! Opportunities saved on the device, and nowhere else.

use crate::browser;
use leptos::prelude::*;
use model::locale::Locale;
use model::opportunities::{Kind, OpportunityItem};

/// The name under which the device keeps them.
const KEY: &str = "qa.saved";
/// The most kept: beyond, the oldest goes.
const MOST: usize = 100;

/// What the device keeps of an opportunity: enough to name it when it is over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedItem {
    /// Public id.
    pub id: String,
    /// What it was.
    pub kind: Kind,
    /// Its title.
    pub title: String,
    /// The language of the title.
    pub lang: Locale,
}

impl From<&OpportunityItem> for SavedItem {
    fn from(item: &OpportunityItem) -> Self {
        Self { id: item.id.clone(), kind: item.kind, title: item.title.clone(), lang: item.title_lang }
    }
}

/// The list as the device keeps it: a line each, id, kind and language before the title.
fn write(items: &[SavedItem]) -> String {
    let line = |item: &SavedItem| format!("{} {} {} {}", item.id, item.kind, item.lang, item.title.replace('\n', " "));
    items.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// What the device kept; a line that is none of ours is left out.
fn read(text: &str) -> Vec<SavedItem> {
    let item = |line: &str| {
        let mut parts = line.splitn(4, ' ');
        let (id, kind, lang, title) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
        Some(SavedItem { id: id.to_owned(), kind: Kind::parse(kind)?, title: title.to_owned(), lang: Locale::parse(lang)? })
    };
    text.lines().filter_map(item).take(MOST).collect()
}

/// The list. It is empty until the device has been asked, on both sides alike.
#[derive(Clone, Copy)]
pub struct SavedList {
    items: RwSignal<Vec<SavedItem>>,
    /// Whether the device has been asked.
    pub loaded: RwSignal<bool>,
}

/// Gives the list to the pages and asks the device for it once hydrated.
pub fn provide_saved() -> SavedList {
    let list = SavedList { items: RwSignal::new(Vec::new()), loaded: RwSignal::new(false) };
    provide_context(list);
    Effect::new(move |_| {
        let kept = browser::stored(KEY).map(|text| read(&text)).unwrap_or_default();
        list.items.set(kept);
        list.loaded.set(true);
    });
    list
}

/// The list.
pub fn use_saved() -> SavedList {
    expect_context()
}

impl SavedList {
    /// What is saved, the newest first.
    pub fn items(self) -> Vec<SavedItem> {
        self.items.get()
    }

    /// How many are saved.
    pub fn count(self) -> usize {
        self.items.with(Vec::len)
    }

    /// Whether one is saved.
    pub fn has(self, id: &str) -> bool {
        self.items.with(|items| items.iter().any(|item| item.id == id))
    }

    /// Saves one; false when the device refuses.
    pub fn add(self, item: SavedItem) -> bool {
        self.items.update(|items| {
            items.retain(|known| known.id != item.id);
            items.insert(0, item);
            items.truncate(MOST);
        });
        self.keep()
    }

    /// Forgets one; false when the device refuses.
    pub fn remove(self, id: &str) -> bool {
        self.items.update(|items| items.retain(|item| item.id != id));
        self.keep()
    }

    fn keep(self) -> bool {
        browser::store(KEY, &self.items.with_untracked(|items| write(items)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_device_gives_back_what_it_kept() {
        let item = |id: &str, title: &str| SavedItem { id: id.into(), kind: Kind::Pilot, title: title.into(), lang: Locale::En };
        let items = vec![item("2bbktszk", "Snow, read  from above"), item("wbfgfq2k", "")];
        assert_eq!(read(&write(&items)), items);
        assert_eq!(read("[{\"id\":1}]\n\nrien"), []);
    }
}
