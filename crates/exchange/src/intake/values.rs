//! Texts, numbers, codes and amounts.

use super::Intake;
use crate::codes::Table;
use crate::limits::LONGEST_VALUE;
use crate::refusal::RefusalReason;
use crate::tree::Node;

impl Intake<'_> {
    /// The element's text with its white space collapsed; none where it is empty.
    pub(crate) fn text(&self, node: Node<'_>) -> Option<String> {
        let raw = node.raw_text().trim();
        if raw.is_empty() {
            return None;
        }
        if raw.len() > LONGEST_VALUE {
            self.leave_out(node, RefusalReason::TooLong(LONGEST_VALUE));
            return None;
        }
        Some(raw.split_whitespace().collect::<Vec<_>>().join(" "))
    }

    /// The first text at this path.
    pub(crate) fn text_at(&self, node: Node<'_>, path: &str) -> Option<String> {
        node.every(path).into_iter().find_map(|found| self.text(found))
    }

    /// The first text at the first of these paths that has one.
    pub(crate) fn first_text(&self, node: Node<'_>, paths: &[&str]) -> Option<String> {
        paths.iter().find_map(|path| self.text_at(node, path))
    }

    /// The first text in any of these views of one thing.
    pub(crate) fn text_of(&self, views: &[Node<'_>], paths: &[&str]) -> Option<String> {
        paths.iter().find_map(|path| views.iter().find_map(|view| self.text_at(*view, path)))
    }

    /// A code of the table at the first of these paths that has a text; a text that is none is left out.
    pub(crate) fn code_of(&self, views: &[Node<'_>], table: Table, paths: &[&str]) -> Option<String> {
        let found = paths.iter().flat_map(|path| views.iter().flat_map(|view| view.every(path)));
        let mut unknown = None;
        for node in found {
            if let Some(text) = self.text(node) {
                match table.code(&text) {
                    Some(code) => return Some(code.to_owned()),
                    None => unknown = unknown.or(Some(node)),
                }
            }
        }
        if let Some(node) = unknown {
            self.leave_out(node, RefusalReason::NotACode(table.label()));
        }
        None
    }

    /// A small number at this path.
    pub(crate) fn count_at(&self, node: Node<'_>, path: &str) -> Option<u16> {
        let found = node.at(path)?;
        let text = self.text(found)?;
        let number = text.parse().ok();
        if number.is_none() {
            self.leave_out(found, RefusalReason::NotANumber);
        }
        number
    }

    /// An indicator at this path: `true`, `false`, `1`, `0`.
    pub(crate) fn indicator_at(&self, node: Node<'_>, path: &str) -> Option<bool> {
        self.indicator(node.at(path)?)
    }

    /// The element is an indicator that says yes.
    pub(crate) fn is_set(&self, node: Node<'_>) -> bool {
        self.indicator(node) == Some(true)
    }

    fn indicator(&self, found: Node<'_>) -> Option<bool> {
        match found.raw_text().trim() {
            "true" | "1" => Some(true),
            "false" | "0" => Some(false),
            "" => None,
            _ => {
                self.leave_out(found, RefusalReason::NotANumber);
                None
            }
        }
    }

    /// An organisation's name, else its identifier.
    pub(crate) fn organisation(&self, node: Option<Node<'_>>) -> Option<String> {
        let node = self.follow(node?)?;
        self.first_text(
            node,
            &[
                "OrganizationName",
                "CourtName",
                "FacilityName",
                "OrganizationAbbreviationText",
                "OrganizationAugmentation/OrganizationORIIdentification/IdentificationID",
                "OrganizationIdentification/IdentificationID",
                "FacilityIdentification/IdentificationID",
            ],
        )
    }

    /// An agency at the first of these elements that names one: by its ORI (seven to nine letters and digits), else by its
    /// name or number. An element is the agency, its identifier, or the text itself.
    pub(crate) fn agency(&self, node: Node<'_>, paths: &[&str]) -> Option<String> {
        let found: Vec<Node<'_>> =
            paths.iter().flat_map(|path| node.every(path)).filter_map(|found| self.follow(found)).collect();
        let oris = [
            "ORI",
            "OrganizationAugmentation/OrganizationORIIdentification/IdentificationID",
            "OrganizationORIIdentification/IdentificationID",
            "OrganizationORIID",
        ];
        let identifiers = found.iter().filter(|node| node.name() == "OrganizationORIIdentification");
        let identifiers = identifiers.flat_map(|node| node.every("IdentificationID"));
        let within = found.iter().flat_map(|agency| oris.iter().flat_map(|path| agency.every(path)));
        for ori in identifiers.chain(within) {
            let Some(text) = self.text(ori) else { continue };
            // `CT 0006400`, `CT-0006400`.
            let plain: String =
                text.chars().filter(|letter| !matches!(letter, ' ' | '-' | '.' | '/')).collect();
            if (7..=9).contains(&plain.len()) && plain.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
                return Some(plain.to_uppercase());
            }
            self.leave_out(ori, RefusalReason::NotACode("ORI"));
        }
        found.into_iter().find_map(|agency| self.organisation(Some(agency)))
    }
}
