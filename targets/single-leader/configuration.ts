/** Who is a member from some place of the log on. */
export interface Configuration {
  /** In the cluster's order. */
  readonly members: readonly string[];
  /** The operator's order that led to it; a lower one is out of date. */
  readonly order: number;
}

/** A configuration that an entry of the log brought. */
export interface PlacedConfiguration extends Configuration {
  /** The entry's number. */
  readonly at: number;
}
