import type { FaultPort, Link, LinkImpairment } from '../cluster/cluster.js';
import type { Heal } from './fault.js';

/** Does something to links until it is healed, when `sound` is done to them. */
export function impair(
  port: FaultPort,
  links: readonly Link[],
  impairment: LinkImpairment,
  sound: LinkImpairment,
): Heal | Promise<Heal> {
  const impaired = port.impair(links, impairment);
  const heal = () => port.impair(links, sound);
  return impaired ? impaired.then(() => heal) : heal;
}
