//! Why two records are, or are not, one person: as numbers that add up, and in words.

use serde::{Deserialize, Serialize};

use super::compare::At;
use super::model::{Model, others};
use super::probability;
use super::subject::Relation;

/// What one subject says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// What was compared: `date of birth`.
    pub subject: String,
    /// How far it agrees, in words.
    pub level: String,
    /// Bits: positive for one person, negative against.
    pub weight: f32,
}

/// The evidence about a pair. `prior`, the weights of the findings and `relations` add up to `total`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// Bits before anything is compared: two records drawn at random are hardly ever one person.
    pub prior: f32,
    /// Subject by subject, in the order of comparison.
    pub findings: Vec<Finding>,
    /// Bits taken away because relatives agree in the same way.
    pub relations: f32,
    /// Whom they would otherwise be likest to be, where that is not strangers.
    pub instead: Option<Relation>,
    /// Bits: log2 of the odds.
    pub total: f32,
    /// The same as a probability.
    pub probability: f32,
    /// Bits from which they are one person.
    pub threshold: f32,
    /// What rules it out whatever the total: `two licence numbers`.
    pub ruled_out: Option<String>,
    /// Whether they were put together, where that was decided; other records decide with them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub joined: Option<bool>,
}

/// The evidence about two records, who are one person from `threshold` bits.
pub(crate) fn evidence(model: &Model, left: At<'_>, right: At<'_>, threshold: f32) -> Evidence {
    let (prior, parts, logs) = model.parts(left, right);
    let findings = parts.into_iter().map(|part| Finding {
        subject: part.subject.name(left.population),
        level: part.subject.words().get(usize::from(part.level)).copied().unwrap_or_default().into(),
        weight: part.weight,
    });
    let likest = (1..logs.len()).max_by(|x, y| logs[*x].total_cmp(&logs[*y]));
    let instead = likest.filter(|at| logs[*at] > 0.0).map(|at| Relation::ALL[at]);
    let relations = -others(&logs);
    let total = logs[0] + relations;
    Evidence {
        prior,
        findings: findings.collect(),
        relations,
        instead,
        total,
        probability: probability(total),
        threshold,
        ruled_out: model
            .rules_out(left, right)
            .map(|subject| format!("two numbers of one kind ({})", subject.name(left.population))),
        joined: None,
    }
}

impl Relation {
    /// In words: `twins`.
    pub const fn words(self) -> &'static str {
        match self {
            Relation::Same => "one person",
            Relation::Household => "two people of one household",
            Relation::Twins => "twins",
            Relation::Namesakes => "parent and child of one name",
        }
    }
}

impl Finding {
    /// In words: `same licence number`, `date of birth within two years`.
    pub fn words(&self) -> String {
        if self.level == "same" {
            format!("same {}", self.subject)
        } else {
            format!("{} {}", self.subject, self.level)
        }
    }
}

impl Evidence {
    /// A line for each step from the prior to the total.
    pub fn lines(&self) -> Vec<String> {
        let line = |what: &str, how: &str, bits: f32| format!("{bits:+7.1}  {what:<16} {how}");
        let mut lines = vec![line("before", "two records drawn at random", self.prior)];
        lines.extend(
            self.findings.iter().map(|finding| line(&finding.subject, &finding.level, finding.weight)),
        );
        if self.relations < -0.05 {
            let instead = self.instead.map_or("relatives", Relation::words);
            lines.push(line("relatives", &format!("they may be {instead}"), self.relations));
        }
        let shown = self.total >= self.threshold;
        let verdict = match (&self.ruled_out, self.joined) {
            (Some(why), Some(true)) => format!("two people ({why}), but other records make them one"),
            (Some(why), _) => format!("two people: {why}"),
            (None, Some(true)) if !shown => "one person by way of other records".into(),
            (None, Some(false)) if shown => "like one person, but other records speak against it".into(),
            (None, _) if shown => "one person".into(),
            (None, _) => "not shown to be one person".into(),
        };
        lines.push(line("total", &format!("{verdict}, probability {:.4}", self.probability), self.total));
        lines.push(line("threshold", "from here they are one person", self.threshold));
        lines
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_verdict_is_about_what_was_done() {
        let check = |total: f32, ruled_out: Option<&str>, joined: Option<bool>, expect: &str| {
            let evidence = Evidence {
                prior: 0.0,
                findings: Vec::new(),
                relations: 0.0,
                instead: None,
                total,
                probability: probability(total),
                threshold: 0.0,
                ruled_out: ruled_out.map(Into::into),
                joined,
            };
            let line = evidence.lines().into_iter().find(|line| line.contains("probability"));
            assert!(line.is_some_and(|line| line.contains(expect)), "{total} {ruled_out:?} {joined:?}");
        };
        check(2.0, None, Some(true), " one person, ");
        check(-0.5, None, Some(true), "one person by way of other records");
        check(2.0, None, Some(false), "like one person, but other records speak against it");
        check(-2.0, None, Some(false), "not shown to be one person");
        check(2.0, Some("two license numbers"), Some(false), "two people: two license numbers");
        check(2.0, None, None, " one person, ");
    }
}
