/**
 * A disk did not do what it was asked to, or holds what nobody wrote. A replica that cannot go on without it ends: after a
 * failed sync nobody knows what the disk holds (Rebello and others, "Can applications recover from fsync failures?", 2020).
 */
export class DiskError extends Error {
  override readonly name = 'DiskError';
  /** As the operating system names it, or `DAMAGED` for content whose checksum is wrong. */
  readonly code: 'ENOSPC' | 'EIO' | 'DAMAGED';

  constructor(code: 'ENOSPC' | 'EIO' | 'DAMAGED', message: string) {
    super(`${code}: ${message}`);
    this.code = code;
  }
}
