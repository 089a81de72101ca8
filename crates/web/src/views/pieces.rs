//! Builds what is loaded late: every [`Piece`], from the region it belongs to.

use super::dock;
use super::header::{file, help, share};
use super::network::{editor, features, layers};
use super::output::loss;
use super::toolbar::{chips, optimizer};
use super::{cards, notices};
use crate::piece::Piece;
use crate::platform::code_split::{Missing, at_once};
use crate::platform::dom::Node;
use crate::store::Store;

#[cfg_attr(feature = "split", wasm_split_helpers::wasm_split(late, fallible, preload(fetch_piece)))]
pub(crate) fn build_late(store: Store, piece: Piece) -> Result<Vec<Node>, Missing> {
    Ok(match piece {
        Piece::View(tab) => vec![dock::view(store, tab)],
        Piece::Preprocessing => features::contents(store),
        Piece::Layers => layers::contents(store),
        Piece::Loss => loss::contents(store),
        Piece::Optimizer => optimizer::contents(store),
        Piece::Share => share::contents(store),
        Piece::File => file::contents(store),
        Piece::Help => help::contents(store),
        Piece::Card(card) => cards::contents(store, card),
        Piece::Chips => vec![chips::chips(store)],
        Piece::Notices => vec![notices::notices(store)],
        Piece::Editor(editing) => vec![editor::editor(store, editing)],
        Piece::Classes => vec![loss::by_class(store)],
    })
}

/// A piece, if the code of the pieces is there. Nothing else may name it: that would put it into the first file.
pub(crate) fn build(store: Store, piece: Piece) -> Option<Vec<Node>> {
    at_once(build_late(store, piece))
}
