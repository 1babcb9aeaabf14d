//! Plates to look up, chosen at random.

use std::collections::HashSet;

use ciss_contract::matter::Matter;
use ciss_contract::vehicle::Vehicle;
use ciss_simulator::World;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// So many plates of the world, each as likely as any other; and how many documents the world has.
pub(crate) fn chosen(world: &World, count: usize) -> (Vec<String>, u64) {
    let mut documents = 0;
    let mut seen = HashSet::new();
    let mut reservoir = Reservoir::new(count, world.seed);
    for document in world.documents() {
        documents += 1;
        for matter in &document.matters {
            if let Matter::Registration { vehicle, .. } = matter {
                let plate = letters_and_digits(&document.vehicles[*vehicle]);
                if seen.insert(plate.clone()) {
                    reservoir.offer(plate);
                }
            }
        }
    }
    (reservoir.chosen, documents)
}

/// The plate as it is asked for.
pub(crate) fn letters_and_digits(vehicle: &Vehicle) -> String {
    vehicle.plate.as_deref().unwrap_or_default().replace([' ', '-', '·'], "")
}

/// An even choice from a stream of unknown length (Vitter's algorithm R).
struct Reservoir {
    chosen: Vec<String>,
    size: usize,
    offered: usize,
    dice: ChaCha8Rng,
}

impl Reservoir {
    fn new(size: usize, seed: u64) -> Reservoir {
        Reservoir {
            chosen: Vec::with_capacity(size),
            size,
            offered: 0,
            dice: ChaCha8Rng::seed_from_u64(seed),
        }
    }

    fn offer(&mut self, plate: String) {
        self.offered += 1;
        if self.chosen.len() < self.size {
            self.chosen.push(plate);
        } else if let Some(slot) = self.chosen.get_mut(self.dice.random_range(0..self.offered)) {
            *slot = plate;
        }
    }
}
