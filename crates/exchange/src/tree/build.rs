//! Puts a tree together, one element at a time, and stops at the limits.

use std::cell::Cell;
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use super::{Element, Identities, Marks, NiemVersion, Node, Seals, Tree};
use crate::limits::{LONGEST_NAME, Limits};
use crate::refusal::{Refusal, RefusalReason};

pub(super) struct Builder<'l> {
    tree: Tree,
    names: HashSet<Rc<str>>,
    open: Vec<usize>,
    /// The first sibling of each name and how many there are, so that a path costs no search.
    siblings: HashMap<(usize, Rc<str>), (usize, usize)>,
    limits: &'l Limits,
}

impl<'l> Builder<'l> {
    pub(super) fn new(limits: &'l Limits) -> Builder<'l> {
        let tree = Tree {
            elements: Vec::new(),
            identities: Identities::default(),
            seals: Seals::default(),
            version: None,
        };
        Builder { tree, names: HashSet::new(), open: Vec::new(), siblings: HashMap::new(), limits }
    }

    /// A refusal at the element that is being read.
    pub(super) fn refuse(&self, reason: RefusalReason) -> Refusal {
        match self.open.last() {
            Some(&at) => Refusal { path: Node::new(&self.tree, at).path(), reason },
            None => Refusal::whole(reason),
        }
    }

    pub(super) fn is_open(&self) -> bool {
        !self.open.is_empty()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.tree.elements.is_empty()
    }

    pub(super) fn most_attributes(&self) -> usize {
        self.limits.attributes
    }

    pub(super) fn open(&mut self, name: &str) -> Result<(), Refusal> {
        if name.len() > LONGEST_NAME {
            return Err(self.refuse(RefusalReason::TooLong(LONGEST_NAME)));
        }
        if self.open.len() >= self.limits.depth {
            return Err(self.refuse(RefusalReason::TooDeep(self.limits.depth)));
        }
        let at = self.tree.elements.len();
        if at >= self.limits.elements {
            return Err(self.refuse(RefusalReason::TooManyElements(self.limits.elements)));
        }
        let name = self.interned(name);
        let mut place = 1;
        let parent = self.open.last().copied();
        if let Some(parent) = parent {
            let before = self.tree.elements[parent].last_child.replace(at);
            match before {
                Some(before) => self.tree.elements[before].next_sibling = Some(at),
                None => self.tree.elements[parent].first_child = Some(at),
            }
            let (first, count) = self.siblings.entry((parent, Rc::clone(&name))).or_insert((at, 0));
            *count += 1;
            place = *count;
            if place == 2 {
                let first = *first;
                self.tree.elements[first].has_twin = true;
            }
        }
        self.tree.elements.push(Element {
            name,
            text: String::new(),
            parent,
            first_child: None,
            last_child: None,
            next_sibling: None,
            marks: None,
            place,
            has_twin: place > 1,
            is_read: Cell::new(false),
        });
        self.open.push(at);
        Ok(())
    }

    pub(super) fn close(&mut self) {
        self.open.pop();
    }

    /// Text of the element that is being read. White space between elements is none.
    pub(super) fn text(&mut self, text: &str) -> Result<(), Refusal> {
        let Some(&at) = self.open.last() else { return Ok(()) };
        let element = &mut self.tree.elements[at];
        if element.text.is_empty() && text.trim().is_empty() {
            return Ok(());
        }
        if element.text.len() + text.len() > self.limits.text {
            return Err(self.refuse(RefusalReason::TextTooLong(self.limits.text)));
        }
        element.text.push_str(text);
        Ok(())
    }

    pub(super) fn mark(&mut self, set: impl FnOnce(&mut Marks)) {
        if let Some(&at) = self.open.last() {
            set(self.tree.elements[at].marks.get_or_insert_default());
        }
    }

    pub(super) fn namespace(&mut self, namespace: &str) {
        if self.tree.version.is_none() {
            self.tree.version = NiemVersion::of_namespace(namespace);
        }
    }

    pub(super) fn finish(mut self) -> Tree {
        self.tree.identities = Identities::of(&self.tree);
        Seals::set(&mut self.tree);
        self.tree
    }

    fn interned(&mut self, name: &str) -> Rc<str> {
        if let Some(known) = self.names.get(name) {
            return Rc::clone(known);
        }
        let name: Rc<str> = name.into();
        self.names.insert(Rc::clone(&name));
        name
    }
}
