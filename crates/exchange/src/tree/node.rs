//! One element, seen from outside.

use super::{Element, Marks, Tree};

/// An element of a tree.
#[derive(Clone, Copy)]
pub(crate) struct Node<'a> {
    tree: &'a Tree,
    at: usize,
}

impl<'a> Node<'a> {
    pub(super) fn new(tree: &'a Tree, at: usize) -> Node<'a> {
        Node { tree, at }
    }

    fn element(self) -> &'a Element {
        &self.tree.elements[self.at]
    }

    pub(super) fn marks(self) -> Option<&'a Marks> {
        self.element().marks.as_deref()
    }

    pub(crate) fn tree(self) -> &'a Tree {
        self.tree
    }

    /// Tells this element from every other one of the document.
    pub(crate) fn key(self) -> usize {
        self.at
    }

    /// Local name.
    pub(crate) fn name(self) -> &'a str {
        &self.element().name
    }

    /// Text as written. Whoever looks at it has read it.
    pub(crate) fn raw_text(self) -> &'a str {
        self.element().is_read.set(true);
        &self.element().text
    }

    /// Text as written, to see what the document is about before it is read.
    pub(super) fn glimpse(self) -> &'a str {
        &self.element().text
    }

    pub(crate) fn parent(self) -> Option<Node<'a>> {
        self.element().parent.map(|at| Node::new(self.tree, at))
    }

    pub(crate) fn children(self) -> impl Iterator<Item = Node<'a>> {
        let tree = self.tree;
        let mut next = self.element().first_child;
        std::iter::from_fn(move || {
            let at = next?;
            next = tree.elements[at].next_sibling;
            Some(Node::new(tree, at))
        })
    }

    pub(crate) fn has_children(self) -> bool {
        self.element().first_child.is_some()
    }

    /// Every element at this path of local names: `PersonName/PersonGivenName`.
    pub(crate) fn every(self, path: &str) -> Vec<Node<'a>> {
        let mut found = vec![self];
        for name in path.split('/') {
            found = found
                .into_iter()
                .flat_map(|node| node.children().filter(move |child| child.name() == name))
                .collect();
        }
        found
    }

    /// The first element at this path.
    pub(crate) fn at(self, path: &str) -> Option<Node<'a>> {
        self.every(path).into_iter().next()
    }

    /// Where it is: `/Warrants/eBWResults/Person[2]`.
    pub(crate) fn path(self) -> String {
        let mut steps = Vec::new();
        let mut node = self;
        loop {
            steps.push(node.step());
            match node.parent() {
                Some(parent) => node = parent,
                None => break,
            }
        }
        steps.iter().rev().map(|step| format!("/{step}")).collect()
    }

    /// As [`Self::path`], without the places among siblings.
    pub(super) fn plain_path(self) -> String {
        match self.parent() {
            Some(parent) => format!("{}/{}", parent.plain_path(), self.name()),
            None => format!("/{}", self.name()),
        }
    }

    fn step(self) -> String {
        let element = self.element();
        if element.has_twin {
            format!("{}[{}]", element.name, element.place)
        } else {
            element.name.to_string()
        }
    }
}
