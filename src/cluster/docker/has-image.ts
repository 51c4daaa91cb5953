import { statusOf } from './docker-error.js';
import type { Engine } from './engine.js';

/** Whether the engine has an image of this name. */
export async function hasImage(engine: Engine, tag: string): Promise<boolean> {
  try {
    await engine.getImage(tag).inspect();
    return true;
  } catch (error) {
    if (statusOf(error) === 404) return false;
    throw error;
  }
}
