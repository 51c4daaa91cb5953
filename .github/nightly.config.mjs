/** What `.github/workflows/nightly.yml` tortures: every target under every workload, on small and larger clusters. */
export default {
  matrix: {
    targets: ['leaderless', 'single-leader'],
    workloads: ['register', 'session'],
    nodes: [3, 5],
  },
};
