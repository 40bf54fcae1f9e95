//! What keeps robots from the forms without asking anything of people: the time a form took, limits by client, and, only under attack,
//! a proof of work. All of it is ours: nothing is asked of a third party, and no address is kept.

pub mod limits;
pub mod proof;
pub mod token;
