"""A cluster of cores in which everything that is not the core is made of one seed.

    python -m tests.simulation SEED     plays a seed and prints all that happened

`world` puts it together: `events` (virtual time), `network`, `disk`, `node` and `policy` (what a
driver is made of), `clients`, `faults` (what goes wrong; `seesaw`, `hinge` and `comeback` with a
plan), `scenario` (how much of it), `sightings` (what came about), and `checker`, which looks at
every step and knows what must hold. `links`, `misfortunes`, `playing` and `soak` are shared with
`store`, where whole nodes are played, with clients who are told something. Nothing here reads a
clock or another die than the seed's, and nothing iterates in the order of hashes, so that a seed
is the same story everywhere.
"""
