//! Harness shared by the journeys: what starts, stops and watches the real programs.
